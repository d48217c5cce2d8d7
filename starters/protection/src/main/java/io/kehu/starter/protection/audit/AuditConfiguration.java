package io.kehu.starter.protection.audit;

import io.kehu.starter.web.problem.Problems;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the audit trail; the trace id ties an entry to its request. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

    @Bean
    AuditTrail auditTrail(
            JdbcClient jdbc,
            @Value("${spring.application.name}") String service,
            ObjectProvider<Problems.TraceId> traceId) {
        Problems.TraceId source = traceId.getIfAvailable(() -> () -> null);
        return new AuditTrail(jdbc, service, source::current);
    }
}
