package io.kehu.starter.web.limit;

import org.springframework.util.unit.DataSize;

/**
 * A larger body for one operation, such as an upload. All other bodies end at {@code kehu.web.max-body}.
 *
 * @param path exact path or a pattern in Spring's path syntax
 */
public record BodyLimit(String path, DataSize limit) {}
