package io.kehu.local.command;

import io.kehu.local.suite.Checks;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code kehu doctor} */
@Command(name = "doctor", description = "Check this machine and say how to fix what is wrong. 检查环境。")
public final class DoctorCommand implements Callable<Integer> {

    private static final int FOUND_SOMETHING = 1;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
        List<Checks.Finding> findings = new Checks(new Suite(Settings.load())).all();
        if (json) {
            System.out.println(JsonMapper.shared().writeValueAsString(findings));
        } else {
            findings.forEach(finding ->
                    System.out.printf("%s %-12s %s%n", finding.ok() ? "✔" : "✘", finding.what(), finding.text()));
        }
        return findings.stream().allMatch(Checks.Finding::ok) ? 0 : FOUND_SOMETHING;
    }
}
