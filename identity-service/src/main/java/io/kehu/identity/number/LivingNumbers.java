package io.kehu.identity.number;

import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Which numbers stand for customers today, after all merges. */
@Component
public class LivingNumbers {

    private final NumberLives lives;

    LivingNumbers(NumberLives lives) {
        this.lives = lives;
    }

    /** @return for numbers that were merged, the one at the end of their chain; others stand for themselves and are not in it */
    public Map<String, String> of(Collection<String> numbers) {
        return lives.living(numbers);
    }
}
