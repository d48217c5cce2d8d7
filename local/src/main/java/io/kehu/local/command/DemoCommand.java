package io.kehu.local.command;

import io.kehu.local.demo.Demo;
import io.kehu.local.demo.DemoFiles;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code kehu demo} */
@Command(
        name = "demo",
        description =
                "Send a shop's customers, purchases and refunds through the running suite and check what comes of them;"
                        + " a second run changes nothing. 用样例数据走一遍全流程。")
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--purchases",
            paramLabel = "FILE",
            description =
                    "A real shop's export instead: CSV in UTF-8 with the columns InvoiceNo, StockCode, Quantity, InvoiceDate,"
                            + " UnitPrice, CustomerID.")
    private @Nullable Path purchases;

    @Option(names = "--json", description = "The figures as JSON on standard output, the story on standard error.")
    private boolean json;

    @Option(
            names = "--write-files",
            paramLabel = "FOLDER",
            description = "Only make the two demo files anew; docs/demo holds what this makes.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
        if (folder != null) {
            new DemoFiles(DemoFiles.SEED).writeTo(folder);
            return 0;
        }
        Demo demo = new Demo(Settings.load(), json ? System.err : System.out, Clock.systemUTC());
        Map<String, Object> figures = purchases == null ? demo.ownFiles() : demo.export(purchases);
        if (json) {
            System.out.println(JsonMapper.shared().writeValueAsString(figures));
        }
        return 0;
    }
}
