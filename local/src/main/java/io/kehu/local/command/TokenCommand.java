package io.kehu.local.command;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Settings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code kehu token} */
@Command(name = "token", description = "Print an access token for curl. 打印访问令牌。")
public final class TokenCommand implements Callable<Integer> {

    @Option(
            names = "--role",
            required = true,
            description = "agent, marketer, manager, privacy-officer, auditor, admin, integrator or member.")
    private String role = "";

    @Option(names = "--json", description = "With its lifetime, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        SignIn.Token token = new SignIn(Settings.load()).as(role);
        System.out.println(
                json
                        ? JsonMapper.shared()
                                .writeValueAsString(Map.of("token", token.value(), "expiresIn", token.expiresIn()))
                        : token.value());
        return 0;
    }
}
