package io.kehu.feedback.calendar;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of calendars.
 *
 * @param calendars defined at the first start where their codes do not exist
 */
@Validated
@ConfigurationProperties("kehu.feedback.calendar")
record CalendarProperties(@DefaultValue List<@Valid CalendarDefinition> calendars) {}
