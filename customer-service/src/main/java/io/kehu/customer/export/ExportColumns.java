package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.catalogue.ExportedFields;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.CustomFields;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which columns there are for whom: those of the record, accounts by network, consents, and custom fields. */
@Component
class ExportColumns {

    private static final String CONSENT = "consent:";

    private final Unmasking unmasking;
    private final ExportedFields customFields;

    ExportColumns(Unmasking unmasking, ExportedFields customFields) {
        this.unmasking = unmasking;
        this.customFields = customFields;
    }

    /** All that somebody may ask for. */
    List<ExportColumn> all(Caller caller, String language) {
        Stream<ExportColumn> record = Stream.of(RecordColumn.values()).map(column -> column(column, caller, language));
        Stream<ExportColumn> consents = Stream.of(Consent.Channel.values())
                .flatMap(channel -> Stream.of(Consent.Purpose.values())
                        .map(purpose -> consent(CONSENT + channel + ":" + purpose, language)))
                .flatMap(Optional::stream);
        Stream<ExportColumn> custom = customFields.all(caller).stream().map(field -> column(field, language));
        Stream<ExportColumn> networks =
                SocialColumn.KNOWN.stream().map(network -> SocialColumn.of(network, language, seesAccounts(caller)));
        return Stream.of(record, networks, consents, custom)
                .flatMap(columns -> columns)
                .toList();
    }

    /**
     * @param names in the order of the file
     * @throws ProblemException 422 naming each column that does not exist for that person, or stands there twice
     */
    List<ExportColumn> named(List<String> names, Caller caller, String language) {
        List<ExportColumn> columns = new ArrayList<>();
        List<FieldProblem> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<ExportColumn> column = find(names.get(i), caller, language);
            if (column.isEmpty()) {
                faults.add(new FieldProblem("/columns/" + i, "export-column"));
            } else if (!seen.add(names.get(i))) {
                faults.add(new FieldProblem("/columns/" + i, "duplicate"));
            } else {
                columns.add(column.get());
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(CustomerProblem.EXPORT_COLUMNS_INVALID, faults);
        }
        return columns;
    }

    private Optional<ExportColumn> find(String name, Caller caller, String language) {
        if (name.startsWith(CustomFields.PREFIX)) {
            return customFields
                    .find(name.substring(CustomFields.PREFIX.length()), caller)
                    .map(field -> column(field, language));
        }
        if (name.startsWith(CONSENT)) {
            return consent(name, language);
        }
        if (SocialColumn.isOne(name)) {
            return Optional.of(SocialColumn.of(SocialColumn.network(name), language, seesAccounts(caller)));
        }
        return Stream.of(RecordColumn.values())
                .filter(column -> column.columnName().equals(name))
                .map(column -> column(column, caller, language))
                .findFirst();
    }

    private ExportColumn column(RecordColumn column, Caller caller, String language) {
        Mask mask = column.mask();
        return new ExportColumn(
                column.columnName(),
                column.header(language),
                column.kind(),
                mask != null,
                mask == null || unmasking.lifts(caller, mask),
                column.several(),
                mask == null ? null : column::masked,
                column::values);
    }

    private boolean seesAccounts(Caller caller) {
        return unmasking.lifts(caller, Mask.TEXT);
    }

    /** The header names its meaning, so that a file with it can be imported without a word. */
    private static Optional<ExportColumn> consent(String name, String language) {
        String[] parts = name.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        Consent.Channel channel = named(Consent.Channel.values(), parts[1]);
        Consent.Purpose purpose = named(Consent.Purpose.values(), parts[2]);
        if (channel == null || purpose == null) {
            return Optional.empty();
        }
        boolean chinese = language.equals("zh");
        return Optional.of(new ExportColumn(
                name,
                (chinese ? "同意" : "Consent") + " [" + name + "]",
                CellKind.TEXT,
                false,
                true,
                false,
                null,
                known -> known.consents().stream()
                        .filter(consent -> consent.channel() == channel && consent.purpose() == purpose)
                        .map(consent -> said(consent.state(), chinese))
                        .toList()));
    }

    private static String said(Consent.State state, boolean chinese) {
        return switch (state) {
            case GRANTED -> chinese ? "是" : "yes";
            case WITHDRAWN -> chinese ? "否" : "no";
        };
    }

    private static <E extends Enum<E>> @Nullable E named(E[] values, String name) {
        return Stream.of(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** What cannot be imported stands in braces, so that no import takes it for something else. */
    private static ExportColumn column(ExportedFields.Field field, String language) {
        String name = CustomFields.PREFIX + field.code();
        String label = (language.equals("zh") ? field.zh() : field.en())
                .replaceAll("\\s+", " ")
                .replace('@', '＠')
                .replaceAll("\\d{7,}", "…");
        return new ExportColumn(
                name,
                label + (field.importable() ? " [" + name + "]" : " {" + name + "}"),
                switch (field.kind()) {
                    case TEXT -> CellKind.TEXT;
                    case NUMBER -> CellKind.NUMBER;
                    case DATE -> CellKind.DATE;
                },
                field.personal(),
                field.clear(),
                false,
                null,
                known -> Stream.ofNullable(known.custom().get(field.code())).toList());
    }
}
