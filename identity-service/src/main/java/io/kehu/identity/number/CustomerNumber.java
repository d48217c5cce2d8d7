package io.kehu.identity.number;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A customer number (客户号).
 *
 * @param number canonical: upper case, no separators; what other services store
 * @param display grouped for people
 */
public record CustomerNumber(
        @Schema(example = "C00000000135") String number,
        @Schema(example = "C-000000001-35") String display) {}
