package io.kehu.customer.customer.web;

import io.kehu.customer.customer.CustomerDraft;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a record that people edit.
 *
 * @param kind PERSON when missing; never changes
 * @param fullName as its bearer writes it
 * @param birthDate ISO date
 * @param language {@code zh-CN} or {@code en}; {@code zh-CN} when missing
 * @param stage PROSPECT when missing
 * @param contactPoints preferred first
 * @param custom values of custom fields by code; null clears one
 */
public record CustomerBody(
        CustomerDraft.@Nullable Kind kind,
        @Size(max = 300) @Nullable String fullName,
        @Nullable LocalDate birthDate,
        @Size(max = 20) @Nullable String language,
        CustomerDraft.@Nullable Stage stage,
        @Size(max = 40) @Nullable List<@Valid @NotNull ContactPointBody> contactPoints,
        @Size(max = 1_000) @Nullable Map<String, @Nullable Object> custom) {}
