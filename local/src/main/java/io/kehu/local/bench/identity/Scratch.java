package io.kehu.local.bench.identity;

import io.kehu.local.bench.ScratchData;
import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Instances of identity-service on data of their own, and their control. */
public final class Scratch implements AutoCloseable {

    public static final String SCHEME = "BENCH";

    private static final int HEAP_MIB = 512;

    /** As the suite's own instance, whose recorded classes it uses. */
    private static final int SMALL_HEAP_MIB = 128;

    private final Settings settings;
    private final ScratchData data;

    public Scratch(Settings settings) {
        this.settings = settings;
        this.data = new ScratchData(settings, "identity");
    }

    /** A superuser connection to the benchmark's database. */
    public Connection connect() throws SQLException {
        return data.connect();
    }

    public Suite suite() {
        return data.suite();
    }

    /** With a fresh access token of the demo shop, which is good for some minutes. */
    public String token() {
        return new SignIn(settings).as("integrator").value();
    }

    /** For figures. */
    public ServiceInstance identity() {
        return identity("0", HEAP_MIB, true);
    }

    /** That starts soon, to be killed soon. */
    public ServiceInstance shortLived(String label) {
        return identity(label, SMALL_HEAP_MIB, false);
    }

    private ServiceInstance identity(String label, int heapMiB, boolean lasting) {
        Map<String, String> variables = data.variables();
        variables.put("KEHU_IDENTITY_SCHEMES_0_CODE", SCHEME);
        variables.put("KEHU_IDENTITY_SCHEMES_0_NAME", "benchmark");
        variables.put("KEHU_IDENTITY_SCHEMES_0_TEMPLATE", "B-{seq:12}-{check}");
        variables.put("KEHU_IDENTITY_SCHEMES_0_CHECK", "MOD_97_10");
        return ServiceInstance.start(
                settings,
                new ServiceInstance.Wish(
                        "identity-service",
                        "bench-" + label,
                        heapMiB,
                        variables,
                        "/actuator/health/readiness",
                        true,
                        lasting));
    }

    /** The control: the same web server and JSON, and nothing else. */
    public ServiceInstance echo() {
        return ServiceInstance.start(
                settings, new ServiceInstance.Wish("echo", "bench", HEAP_MIB, Map.of(), "/ready", false, true));
    }

    @Override
    public void close() {
        data.close();
    }
}
