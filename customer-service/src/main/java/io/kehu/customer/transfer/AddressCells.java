package io.kehu.customer.transfer;

import io.kehu.customer.customer.AddressParser.RawAddress;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.DraftParser.RawContact;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cells of one row that together are a postal address: whole in one column, or in parts. */
final class AddressCells {

    private static final String NAME = "[\\p{IsHan}&&[^省市区县路街道巷号]]{1,10}?";
    private static final Pattern GAPS = Pattern.compile("(?<=\\p{IsHan})\\s+(?=\\p{IsHan})");

    /** Province, city and district as Chinese addresses begin; the street is what is left. */
    private static final Pattern CHINESE = Pattern.compile("(?<province>" + NAME + "(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市?)?"
            + "(?<city>" + NAME + "(?:自治州|地区|盟|市))?"
            + "(?<district>" + NAME + "(?:自治县|自治旗|(?<![小社园校厂景])区|县|旗|市))?"
            + "(?<street>.*)");

    private static final String CHINA = "CN";

    /** What a column may hold. */
    enum Part {
        WHOLE,
        COUNTRY,
        PROVINCE,
        CITY,
        DISTRICT,
        STREET,
        POSTCODE
    }

    private final Map<Part, String> parts = new EnumMap<>(Part.class);

    void put(Part part, String value) {
        parts.put(part, part == Part.COUNTRY ? CellWords.country(value) : value);
    }

    /** Nothing where no column has a value, or only the one that says in which country the others would lie. */
    @Nullable
    RawContact contact() {
        if (parts.keySet().stream().noneMatch(part -> part != Part.COUNTRY)) {
            return null;
        }
        String country = parts.getOrDefault(Part.COUNTRY, CHINA);
        RawAddress address = country.equals(CHINA) ? chinese() : foreign(country);
        return new RawContact(ContactPoint.Kind.ADDRESS, null, null, address, false, null, null, null);
    }

    /** Parts that have a column of their own are not looked for in the whole. */
    private RawAddress chinese() {
        String whole = GAPS.matcher(parts.getOrDefault(Part.WHOLE, "").strip()).replaceAll("");
        Matcher matcher = CHINESE.matcher(whole);
        boolean split = parts.keySet().stream()
                        .noneMatch(part -> part == Part.PROVINCE || part == Part.CITY || part == Part.DISTRICT)
                && matcher.matches()
                && (matcher.group("province") != null || matcher.group("city") != null);
        String rest = split ? matcher.group("street").strip() : whole;
        String street = parts.getOrDefault(Part.STREET, "") + rest;
        return new RawAddress(
                CHINA,
                split ? matcher.group("province") : parts.get(Part.PROVINCE),
                split ? matcher.group("city") : parts.get(Part.CITY),
                split ? matcher.group("district") : parts.get(Part.DISTRICT),
                street.isEmpty() ? null : street,
                parts.get(Part.POSTCODE),
                List.of());
    }

    /** Other countries have lines, the smallest place first. */
    private RawAddress foreign(String country) {
        List<String> lines = new ArrayList<>();
        if (parts.get(Part.WHOLE) instanceof String whole) {
            lines.addAll(whole.lines().toList());
        }
        Stream.of(Part.STREET, Part.DISTRICT, Part.CITY, Part.PROVINCE)
                .map(parts::get)
                .filter(Objects::nonNull)
                .flatMap(String::lines)
                .forEach(lines::add);
        return new RawAddress(country, null, null, null, null, parts.get(Part.POSTCODE), lines);
    }
}
