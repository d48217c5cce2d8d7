package io.kehu.starter.security.plain;

import io.kehu.starter.security.access.Doorkeeper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Validator;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the ordinary way has as well, and the short way takes from it.
 *
 * @param headers what every answer tells a browser
 * @param mapper refuses what it does not understand
 */
record ShortWayTools(
        Doorkeeper doorkeeper,
        HeaderWriter headers,
        JsonMapper mapper,
        Validator validator,
        HandlerExceptionResolver problems,
        MeterRegistry meters) {}
