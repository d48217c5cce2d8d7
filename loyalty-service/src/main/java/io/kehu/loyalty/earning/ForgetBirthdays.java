package io.kehu.loyalty.earning;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** That something was bought on a birthday would tell the birthday of a customer who is erased. */
@Component
class ForgetBirthdays implements ErasurePart {

    private final JdbcClient jdbc;

    ForgetBirthdays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM earning_basis WHERE number = ANY (:numbers) AND birthday IS NOT NULL")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) ->
                        List.of(ErasureItem.anonymised("BIRTHDAY_PURCHASES", row.getLong(1), Ground.ACCOUNTING)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("UPDATE earning_basis SET birthday = NULL WHERE number = ANY (:numbers) AND birthday IS NOT NULL")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }
}
