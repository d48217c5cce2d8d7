package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.matching.ProbableDuplicates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Keeps rows back that would register somebody who is probably there already. */
@Component
class HoldProbable {

    private final ProbableDuplicates duplicates;

    HoldProbable(ProbableDuplicates duplicates) {
        this.duplicates = duplicates;
    }

    List<Judgement> hold(List<Judgement> judgements) {
        List<Judgement> creations = judgements.stream()
                .filter(judgement -> judgement.verdict() == Verdict.CREATE)
                .toList();
        Map<Integer, CustomerNumber> probable = duplicates.of(
                creations.stream().map(creation -> creation.row().draft()).toList());
        if (probable.isEmpty()) {
            return judgements;
        }
        List<Judgement> held = new ArrayList<>(judgements.size());
        int place = 0;
        for (Judgement judgement : judgements) {
            CustomerNumber number = judgement.verdict() == Verdict.CREATE ? probable.get(place++) : null;
            held.add(number == null ? judgement : held(judgement, number.value()));
        }
        return held;
    }

    private static Judgement held(Judgement creation, String number) {
        return Judgement.fault(
                creation.row(), Verdict.PROBABLE_DUPLICATE, List.of("row:probable-duplicate:" + number), number);
    }
}
