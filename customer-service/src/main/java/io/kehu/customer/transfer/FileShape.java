package io.kehu.customer.transfer;

import java.nio.charset.Charset;
import java.util.List;

/**
 * How a file is to be read.
 *
 * @param encoding of the text
 * @param delimiter between fields
 * @param columns the header, as written
 */
record FileShape(Charset encoding, char delimiter, List<String> columns) {

    FileShape {
        columns = List.copyOf(columns);
    }
}
