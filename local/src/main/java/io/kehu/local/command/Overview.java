package io.kehu.local.command;

import io.kehu.local.keycloak.RealmFile;
import io.kehu.local.suite.Part;
import io.kehu.local.suite.Secrets;
import io.kehu.local.suite.Suite;
import java.io.PrintStream;

/** The table people look at after a start: addresses, users, logs. */
final class Overview {

    private final Suite suite;

    Overview(Suite suite) {
        this.suite = suite;
    }

    void print(PrintStream out) {
        out.println("Kehu is ready. 系统已就绪。");
        out.println();
        for (Part part : suite.parts()) {
            out.printf("  %-22s %s%n", part.name(), part.address());
        }
        out.println();
        out.println("Users (each has the role of the same name; passwords of this installation only):");
        Secrets secrets = suite.settings().secrets();
        for (String user : RealmFile.USERS) {
            out.printf("  %-22s %s%n", user, secrets.password("user-" + user));
        }
        out.println();
        out.println("API documents  " + suite.settings().gatewayUrl() + "/docs");
        out.println("Mail           " + suite.part("mail").address());
        out.println("Logs           " + suite.settings().layout().logs() + " (./kehu logs NAME)");
        out.println("A token        ./kehu token --role agent");
        out.println("Try it         ./kehu demo");
    }
}
