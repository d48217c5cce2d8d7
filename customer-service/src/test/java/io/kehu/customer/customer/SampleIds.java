package io.kehu.customer.customer;

import java.util.concurrent.atomic.AtomicInteger;

/** Official numbers that are right and that no other test uses. */
public final class SampleIds {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private SampleIds() {}

    /** Of a person born on 1988-05-12. */
    public static String nationalId() {
        int next = NEXT.incrementAndGet();
        String digits = "11%04d19880512%03d".formatted(100 + next / 900, 1 + next % 900);
        return digits + NationalId.checkCharacter(digits);
    }

    public static String creditCode() {
        String code = "91350100M%08d".formatted(NEXT.incrementAndGet());
        return code + CreditCode.checkCharacter(code + "0");
    }
}
