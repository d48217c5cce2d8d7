package io.kehu.gateway.route;

import io.kehu.starter.web.limit.BodyLimit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Operations that take more than the usual body. The services behind hold the same limits. */
@Configuration(proxyBeanMethods = false)
class UploadLimits {

    @Bean
    BodyLimit importUpload() {
        return new BodyLimit("/customer/v1/imports", DataSize.ofMegabytes(512));
    }

    @Bean
    BodyLimit customerFileUpload() {
        return new BodyLimit("/customer/v1/customers/*/files/*/*", DataSize.ofMegabytes(10));
    }

    @Bean
    BodyLimit pointsImportUpload() {
        return new BodyLimit("/loyalty/v1/points-imports", DataSize.ofMegabytes(32));
    }

    @Bean
    BodyLimit adoptionUpload() {
        return new BodyLimit("/identity/v1/numbers:adopt", DataSize.ofMegabytes(128));
    }
}
