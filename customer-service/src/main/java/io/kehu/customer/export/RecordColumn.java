package io.kehu.customer.export;

import io.kehu.customer.customer.Address;
import io.kehu.customer.customer.BirthDate;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CreditCode;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.ForeignId;
import io.kehu.customer.customer.NationalId;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.starter.protection.mask.Mask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns every customer has, one line each: how the import calls them, what stands above them, whose mask they wear. */
enum RecordColumn {
    NUMBER("number", "客户号", "Customer number", known -> known.customer().number()),
    FULL_NAME("fullName", "姓名", "Name", Mask.NAME, RecordColumn::fullName),
    GIVEN_NAME(
            "givenName",
            "名",
            "Given name",
            Mask.NAME,
            known -> name(particulars(known).givenName())),
    FAMILY_NAME(
            "familyName",
            "姓",
            "Family name",
            Mask.NAME,
            known -> name(particulars(known).familyName())),
    FORMER_NAMES("formerNames", "曾用名", "Former names", Mask.NAME, RecordColumn::formerNames),
    SEX("sex", "性别", "Sex", Mask.TEXT, known -> particulars(known).sex()),
    NATIONALITY(
            "nationality",
            "国籍",
            "Nationality",
            Mask.TEXT,
            known -> country(particulars(known).nationality())),
    NATIONAL_ID("nationalId", "身份证号", "National id", Mask.ID_NUMBER, RecordColumn::nationalId),
    FOREIGN_ID("foreignId", "护照号", "Foreign id", Mask.ID_NUMBER, RecordColumn::foreignId),
    CREDIT_CODE("creditCode", "统一社会信用代码", "Credit code", Mask.ID_NUMBER, RecordColumn::creditCode),
    PHONE("phone", "手机", "Phone", Mask.PHONE, known -> contacts(known, ContactPoint.Kind.PHONE)),
    EMAIL("email", "邮箱", "Email", Mask.EMAIL, known -> contacts(known, ContactPoint.Kind.EMAIL)),
    WECHAT("wechat", "微信", "WeChat", Mask.TEXT, known -> contacts(known, ContactPoint.Kind.WECHAT)),
    SOCIAL("social", "社交账号", "Social account", Mask.TEXT, RecordColumn::accounts),
    /** All of them, for people to read: the import knows one address of a row, by its parts, so the header stands in braces. */
    ADDRESS(
            "address",
            "地址 {address}",
            "Address {address}",
            Mask.TEXT,
            known -> contacts(known, ContactPoint.Kind.ADDRESS)),
    COUNTRY("address.country", "国家", "Country", known -> part(known, address -> country(address.country()))),
    PROVINCE("address.province", "省份", "Province", known -> part(known, Address::province)),
    CITY("address.city", "城市", "City", known -> part(known, Address::city)),
    DISTRICT("address.district", "区县", "District", Mask.TEXT, known -> part(known, Address::district)),
    /** Lines of other countries as lines of the cell. */
    STREET("address.street", "街道地址", "Street", Mask.TEXT, known -> part(known, RecordColumn::street)),
    POSTCODE("address.postcode", "邮编", "Postcode", Mask.TEXT, known -> part(known, Address::postcode)),
    BIRTH_DATE("birthDate", "出生日期", "Birth date", Mask.DATE, known -> birthDate(known, false)),
    LUNAR_BIRTH_DATE("lunarBirthDate", "农历生日", "Lunar birth date", Mask.DATE, known -> birthDate(known, true)),
    LANGUAGE("language", "语言", "Language", known -> draft(known).language().toLanguageTag()),
    STAGE("stage", "阶段", "Stage", known -> draft(known).stage()),
    KIND("kind", "客户类型", "Kind", known -> draft(known).kind()),
    SOURCE("source", "来源", "Source", known -> known.customer().source()),
    OWNER("owner", "负责人", "Owner", known -> known.customer().ownership().owner()),
    TEAM("team", "团队", "Team", known -> known.customer().ownership().team()),
    POOL("pool", "公海", "Pool", known -> known.customer().ownership().pool()),
    TAGS("tags", "标签", "Tags", KnownCustomer::tags),
    CREATED_AT(
            "createdAt",
            "创建时间 (UTC)",
            "Created (UTC)",
            known -> second(known.customer().createdAt())),
    UPDATED_AT(
            "updatedAt",
            "更新时间 (UTC)",
            "Updated (UTC)",
            known -> second(known.customer().updatedAt()));

    private static final String ISSUED = ": ";

    private final String columnName;
    private final String zh;
    private final String en;
    private final @Nullable Mask mask;
    private final Function<KnownCustomer, @Nullable Object> value;

    RecordColumn(String columnName, String zh, String en, Function<KnownCustomer, @Nullable Object> value) {
        this(columnName, zh, en, null, value);
    }

    RecordColumn(
            String columnName,
            String zh,
            String en,
            @Nullable Mask mask,
            Function<KnownCustomer, @Nullable Object> value) {
        this.columnName = columnName;
        this.zh = zh;
        this.en = en;
        this.mask = mask;
        this.value = value;
    }

    String columnName() {
        return columnName;
    }

    String header(String language) {
        return language.equals("zh") ? zh : en;
    }

    @Nullable
    Mask mask() {
        return mask;
    }

    /** A value as those see it who do not see it in the clear. */
    String masked(String value) {
        if (mask == null) {
            return value;
        }
        // The country is not masked, because it says how to read the rest.
        int number = this == FOREIGN_ID ? value.indexOf(ISSUED) + ISSUED.length() : 0;
        return value.substring(0, number) + mask.mask(value.substring(number));
    }

    /** Whether a customer may have more than one. */
    boolean several() {
        return switch (this) {
            case FORMER_NAMES, PHONE, EMAIL, WECHAT, SOCIAL, ADDRESS, TAGS -> true;
            default -> false;
        };
    }

    CellKind kind() {
        return switch (this) {
            case BIRTH_DATE -> CellKind.DATE;
            case CREATED_AT, UPDATED_AT -> CellKind.TIME;
            default -> CellKind.TEXT;
        };
    }

    /** As texts; none where there is nothing. */
    List<String> values(KnownCustomer known) {
        Object found = value.apply(known);
        if (found == null) {
            return List.of();
        }
        return found instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(found.toString());
    }

    private static CustomerDraft draft(KnownCustomer known) {
        return known.customer().draft();
    }

    private static Particulars particulars(KnownCustomer known) {
        return draft(known).particulars();
    }

    private static @Nullable String fullName(KnownCustomer known) {
        return name(draft(known).fullName());
    }

    private static @Nullable String name(@Nullable PersonName name) {
        return name == null ? null : name.value();
    }

    private static List<String> formerNames(KnownCustomer known) {
        return particulars(known).formerNames().stream().map(PersonName::value).toList();
    }

    private static @Nullable String nationalId(KnownCustomer known) {
        NationalId id = particulars(known).nationalId();
        return id == null ? null : id.value();
    }

    private static @Nullable String foreignId(KnownCustomer known) {
        ForeignId id = particulars(known).foreignId();
        return id == null ? null : id.country() + ISSUED + id.value();
    }

    private static @Nullable String creditCode(KnownCustomer known) {
        CreditCode code = particulars(known).creditCode();
        return code == null ? null : code.value();
    }

    /** By the calendar it was said in; a leap month is marked as the import reads it. */
    private static @Nullable String birthDate(KnownCustomer known, boolean lunar) {
        BirthDate date = draft(known).birthDate();
        if (date == null || date.lunar() != lunar) {
            return null;
        }
        return date.leapMonth() ? date.text().replaceFirst("-", "-闰") : date.text();
    }

    /** The code, but for the one that files use where there is nothing. */
    private static @Nullable String country(@Nullable String code) {
        return "NA".equals(code) ? Locale.of("", code).getDisplayCountry(Locale.ENGLISH) : code;
    }

    /** Of the preferred address, or else the first. */
    private static @Nullable String part(KnownCustomer known, Function<Address, @Nullable String> part) {
        for (ContactPoint point : draft(known).contactPoints()) {
            if (point.address() != null) {
                return part.apply(point.address());
            }
        }
        return null;
    }

    private static @Nullable String street(Address address) {
        return address.lines().isEmpty() ? address.street() : String.join("\n", address.lines());
    }

    private static List<String> accounts(KnownCustomer known) {
        return contacts(known, ContactPoint.Kind.SOCIAL).stream()
                .map(value -> value.split(":", 2))
                .map(parts -> parts[0] + ":" + SocialColumn.account(parts[1]))
                .toList();
    }

    private static List<String> contacts(KnownCustomer known, ContactPoint.Kind kind) {
        return draft(known).contactPoints().stream()
                .filter(point -> point.kind() == kind)
                .map(ContactPoint::value)
                .toList();
    }

    private static Instant second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
