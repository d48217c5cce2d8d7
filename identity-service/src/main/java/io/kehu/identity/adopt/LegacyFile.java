package io.kehu.identity.adopt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of numbers, read line by line so that its length does not matter. */
@FunctionalInterface
interface LegacyFile {

    /** @return null at the end */
    @Nullable
    LegacyLine next() throws IOException;
}
