package io.kehu.feedback;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that all parts of feedback-service share.
 *
 * @param zone where a day begins and ends: for case numbers and for the days of a score
 */
@ConfigurationProperties("kehu.feedback")
public record FeedbackProperties(
        @DefaultValue("Asia/Shanghai") ZoneId zone) {}
