package io.kehu.customer.customer;

import io.kehu.customer.CustomerProperties;
import io.kehu.starter.protection.key.PersonalData;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells how near customers' birthdays something was, so that nobody has to be told the birth dates. */
@Repository
public class Birthdays {

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final ZoneId zone;

    Birthdays(JdbcClient jdbc, PersonalData personalData, CustomerProperties properties) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.zone = properties.zone();
    }

    /**
     * Of those whose birth date is known and may be used: as the record says that the number stands for now.
     *
     * @return by the numbers asked for
     */
    public Map<String, BirthDate> of(Collection<String> numbers) {
        Map<String, String> living = new HashMap<>();
        Map<String, byte[]> sealed = new HashMap<>();
        jdbc.sql("""
                        SELECT asked.number AS asked, c.number, c.birth_date
                        FROM unnest(:numbers) AS asked (number) JOIN customer c ON c.number = living_number(asked.number)
                        WHERE c.status = 'ACTIVE' AND c.birth_date IS NOT NULL
                        """)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .query(row -> {
                    living.put(row.getString("asked"), row.getString("number"));
                    sealed.put(row.getString("number"), row.getBytes("birth_date"));
                });
        PersonalData.Vault vault = personalData.open(sealed.keySet());
        Map<String, BirthDate> known = new HashMap<>();
        sealed.forEach((number, birthDate) -> {
            if (vault.holds(number)) {
                known.put(number, BirthDate.read(vault.open(number, Customers.BIRTH_DATE, birthDate)));
            }
        });
        living.values().retainAll(known.keySet());
        Map<String, BirthDate> asked = new HashMap<>();
        living.forEach((number, stands) -> asked.put(number, known.get(stands)));
        return asked;
    }

    /** @return missing when it was not near, or when the birth date is not known */
    public @Nullable Birthday near(@Nullable BirthDate born, Instant at) {
        return born == null ? null : born.near(at.atZone(zone).toLocalDate());
    }
}
