package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Says of many customers about to be entered at once who is probably there already: who shares a phone, a mail address, a WeChat account
 * or an official number with somebody, and is like them in the rest. Who shares none of these is left to a run over the stock.
 */
@Component
public class ProbableDuplicates {

    private final CheckDuplicates check;

    ProbableDuplicates(CheckDuplicates check) {
        this.check = check;
    }

    /** @return the customer each draft probably means, by the draft's place; nothing for the others */
    public Map<Integer, CustomerNumber> of(List<CustomerDraft> drafts) {
        Map<Integer, CustomerNumber> probable = new HashMap<>();
        check.probable(drafts)
                .forEach((place, found) -> probable.put(place, found.customer().number()));
        return probable;
    }
}
