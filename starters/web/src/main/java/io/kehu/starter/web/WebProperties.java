package io.kehu.starter.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the web starter.
 *
 * @param maxBody largest request body where an operation says nothing else
 */
@ConfigurationProperties("kehu.web")
public record WebProperties(@DefaultValue("1MB") DataSize maxBody) {}
