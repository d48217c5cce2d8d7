package io.kehu.customer.tag;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people call tags. */
@Component
public class TagNames {

    private final JdbcClient jdbc;

    TagNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param typed a code, or a name in any case; of tags of one name the one that is in use
     * @return the code
     */
    public Optional<String> code(String typed) {
        return jdbc.sql("""
                        SELECT code FROM tag WHERE code = lower(:typed) OR lower(name) = lower(:typed)
                        ORDER BY code <> lower(:typed), retired, code LIMIT 1
                        """).param("typed", typed).query(String.class).optional();
    }
}
