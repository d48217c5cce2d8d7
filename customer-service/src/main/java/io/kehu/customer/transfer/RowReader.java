package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.DraftParser;
import io.kehu.customer.customer.DraftParser.RawContact;
import io.kehu.customer.customer.DraftParser.RawDraft;
import io.kehu.customer.identity.Numbers;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads rows with a mapping. Whatever cannot be understood becomes a reason; nothing is cut or dropped in silence. */
@Component
class RowReader {

    private static final Set<String> YES = Set.of("是", "y", "yes", "true", "1", "同意", "已同意", "√");
    private static final Set<String> NO = Set.of("否", "n", "no", "false", "0", "不同意", "拒绝", "×");
    private static final Map<String, CustomerDraft.Stage> STAGES = Map.of(
            "潜在", CustomerDraft.Stage.PROSPECT,
            "线索", CustomerDraft.Stage.LEAD,
            "活跃", CustomerDraft.Stage.ACTIVE,
            "忠诚", CustomerDraft.Stage.LOYAL,
            "沉睡", CustomerDraft.Stage.DORMANT,
            "流失", CustomerDraft.Stage.LOST);

    /** What spreadsheets put where there is nothing. */
    private static final Set<String> NOTHING =
            Set.of("", "-", "--", "/", "无", "暂无", "未知", "n/a", "na", "null", "none", "#n/a");

    private final DraftParser parser;
    private final ImportedFields customFields;

    RowReader(DraftParser parser, ImportedFields customFields) {
        this.parser = parser;
        this.customFields = customFields;
    }

    /** Collects the values of one row. */
    private static final class Cells {

        private final DateOrder dateOrder;
        private boolean suspect;
        private @Nullable String fullName;
        private @Nullable String birthDate;
        private @Nullable String language;
        private @Nullable String number;
        private CustomerDraft.@Nullable Stage stage;
        private final List<RawContact> contacts = new ArrayList<>();
        private final List<Numbers.ExternalId> references = new ArrayList<>();
        private final List<Consent> consents = new ArrayList<>();
        private final Map<String, String> custom = new HashMap<>();
        private final List<String> reasons = new ArrayList<>();

        Cells(DateOrder dateOrder) {
            this.dateOrder = dateOrder;
        }
    }

    ImportedRow read(FileRow row, ImportJob job) {
        List<String> columns = job.shape().columns();
        Cells cells = new Cells(job.dateOrder());
        if (row.fault() != null) {
            return unreadable(row, row.fault());
        }
        int width = Math.min(row.fields().size(), columns.size());
        boolean surplus = row.fields().stream().skip(width).anyMatch(field -> !field.isBlank());
        if (surplus || row.fields().size() < columns.size()) {
            cells.reasons.add("row:columns");
        }
        for (int i = 0; i < width; i++) {
            String target = job.mapping().targets().getOrDefault(columns.get(i), "ignore");
            String value = value(row.fields().get(i));
            String fault = isTorn(value) ? "quote" : row.cellFaults().get(i);
            if (fault != null && !target.equals("ignore")) {
                cells.reasons.add(target.split(":", -1)[0] + ":" + fault);
                cells.suspect = true;
            } else if (!NOTHING.contains(value.toLowerCase(Locale.ROOT))) {
                fill(cells, target, value);
            }
        }
        DraftParser.Result result = parser.parse(
                new RawDraft(null, cells.fullName, cells.birthDate, cells.language, cells.stage, cells.contacts));
        result.faults().forEach(fault -> cells.reasons.add(target(fault.field(), cells.contacts) + ":" + fault.code()));
        boolean nameless = cells.fullName == null && cells.references.isEmpty() && cells.number == null;
        if (nameless && !cells.suspect) {
            cells.reasons.add("fullName:required");
        }
        ImportedFields.Outcome custom = customFields.read(cells.custom);
        cells.reasons.addAll(custom.reasons());
        return new ImportedRow(
                row.number(),
                result.draft(),
                cells.number,
                cells.references,
                cells.consents,
                custom.values(),
                cells.reasons);
    }

    /** A quotation mark at one end only: the value was torn out of a row whose quotation marks are broken. */
    private static boolean isTorn(String value) {
        return value.startsWith("\"")
                && value.chars().filter(character -> character == '"').count() % 2 == 1;
    }

    private ImportedRow unreadable(FileRow row, String fault) {
        DraftParser.Result nothing = parser.parse(new RawDraft(null, null, null, null, null, List.of()));
        return new ImportedRow(row.number(), nothing.draft(), null, List.of(), List.of(), Map.of(), List.of(fault));
    }

    private void fill(Cells cells, String target, String value) {
        switch (target) {
            case "number" -> number(cells, value);
            case "fullName" -> cells.fullName = value;
            case "birthDate" -> birthDate(cells, value);
            case "language" -> cells.language = language(value);
            case "stage" -> stage(cells, value);
            case "phone" -> contacts(cells, ContactPoint.Kind.PHONE, value);
            case "email" -> contacts(cells, ContactPoint.Kind.EMAIL, value);
            case "ignore" -> {
                // The file has more than we ask for.
            }
            default -> composed(cells, target, value);
        }
    }

    private void composed(Cells cells, String target, String value) {
        if (target.startsWith(CustomFields.PREFIX)) {
            custom(cells, target.substring(CustomFields.PREFIX.length()), value);
            return;
        }
        String[] parts = target.split(":", -1);
        if (parts[0].equals("reference")) {
            reference(cells, parts[1], value);
        } else {
            consent(cells, Consent.Channel.valueOf(parts[1]), Consent.Purpose.valueOf(parts[2]), value);
        }
    }

    /** Apostrophes in front make spreadsheets treat a value as text; they are no part of it. */
    private static String value(String cell) {
        String value = cell.strip();
        return value.length() > 1 && value.charAt(0) == '\'' && HarmlessText.FORMULA_SIGNS.indexOf(value.charAt(1)) >= 0
                ? value.substring(1)
                : value;
    }

    private static void birthDate(Cells cells, String value) {
        switch (FileDates.read(value, cells.dateOrder)) {
            case FileDates.Reading.Found found -> cells.birthDate = found.date().toString();
            case FileDates.Reading.Refused refused -> cells.reasons.add("birthDate:" + refused.code());
        }
    }

    private void custom(Cells cells, String code, String value) {
        if (!customFields.isDate(code)) {
            cells.custom.put(code, value);
            return;
        }
        switch (FileDates.read(value, cells.dateOrder)) {
            case FileDates.Reading.Found found ->
                cells.custom.put(code, found.date().toString());
            case FileDates.Reading.Refused refused ->
                cells.reasons.add(CustomFields.PREFIX + code + ":" + refused.code());
        }
    }

    private static void contacts(Cells cells, ContactPoint.Kind kind, String value) {
        for (String part : Normalizer.normalize(value, Normalizer.Form.NFKC).split("[/;,、|]|\\s{2,}", -1)) {
            if (!part.isBlank()) {
                cells.contacts.add(new RawContact(kind, part, null));
            }
        }
    }

    private static void number(Cells cells, String value) {
        String canonical = Normalizer.normalize(value, Normalizer.Form.NFKC)
                .replaceAll("[-. ]", "")
                .toUpperCase(Locale.ROOT);
        if (canonical.matches(CustomerNumber.PATTERN)) {
            cells.number = canonical;
        } else {
            cells.reasons.add("number:number");
        }
    }

    private static void reference(Cells cells, String system, String value) {
        String id = Normalizer.normalize(value, Normalizer.Form.NFKC).strip();
        if (id.length() > 200) {
            cells.reasons.add("reference:limit");
        } else if (id.matches("\\d(\\.\\d+)?[eE]\\+?\\d+")) {
            cells.reasons.add("reference:scientific");
        } else {
            cells.references.add(new Numbers.ExternalId(system, id.replaceAll("^(\\d+)\\.0+$", "$1")));
        }
    }

    private static void consent(Cells cells, Consent.Channel channel, Consent.Purpose purpose, String value) {
        String folded = value.toLowerCase(Locale.ROOT);
        if (YES.contains(folded)) {
            cells.consents.add(new Consent(channel, purpose, Consent.State.GRANTED));
        } else if (NO.contains(folded)) {
            cells.consents.add(new Consent(channel, purpose, Consent.State.WITHDRAWN));
        } else {
            cells.reasons.add("consent:yes-no");
        }
    }

    private static void stage(Cells cells, String value) {
        Optional<CustomerDraft.Stage> stage = Optional.ofNullable(STAGES.get(value));
        if (stage.isEmpty()) {
            for (CustomerDraft.Stage candidate : CustomerDraft.Stage.values()) {
                if (candidate.name().equalsIgnoreCase(value)) {
                    stage = Optional.of(candidate);
                }
            }
        }
        if (stage.isEmpty()) {
            cells.reasons.add("stage:stage");
        }
        cells.stage = stage.orElse(null);
    }

    private static String language(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "中文", "简体中文", "chinese" -> "zh-CN";
            case "英文", "英语", "english" -> "en";
            default -> value;
        };
    }

    /** {@code contactPoints.2.value} is the phone or mail that stood third. */
    private static String target(String field, List<RawContact> contacts) {
        if (!field.startsWith("contactPoints.")) {
            return field;
        }
        int index = Integer.parseInt(field.split("\\.", -1)[1]);
        return contacts.get(index).kind() == ContactPoint.Kind.PHONE ? "phone" : "email";
    }
}
