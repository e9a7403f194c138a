package dev.cairn.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.cairn.sql.token.RefusalRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each rule of the engine has a case: a statement that the engine refuses because of it. */
class RefusalCasesTest {
    @Test
    void everyCaseIsRefusedByItsRule() throws IOException {
        List<String> given = RefusalCase.statements(RefusalRooms.readText("given"));
        List<String> wrong = new ArrayList<>();
        for (JavaClass room : RefusalRooms.ALL) {
            for (RefusalCase each : RefusalRooms.readCases(room)) {
                String name = room.getSimpleName() + "." + each.rule();
                Optional<RefusalRule> rule = RefusalRooms.findRule(room, each.rule());
                Optional<Refusal> refusal = each.refusal(given);
                if (rule.isEmpty()
                        || refusal.isEmpty()
                        || !refusal.get().hasRule(rule.get())
                        || !refusal.get().getMessage().contains(each.words())) {
                    wrong.add(name + ": " + each.statement() + "\n  is "
                            + refusal.map(RefusalCasesTest::reason).orElse("accepted"));
                }
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static String reason(Refusal refusal) {
        return "refused by " + refusal.rule().map(Object::toString).orElse("no rule") + ": " + refusal.detail();
    }

    @Test
    void everyRuleHasACase() throws IOException {
        List<String> unseen = new ArrayList<>();
        for (JavaClass room : RefusalRooms.ALL) {
            List<String> seen =
                    RefusalRooms.readCases(room).stream().map(RefusalCase::rule).toList();
            RefusalRooms.listRules(room)
                    .map(rule -> ((Enum<?>) rule).name())
                    .filter(rule -> !seen.contains(rule))
                    .forEach(rule -> unseen.add(room.getSimpleName() + "." + rule));
        }
        assertThat(unseen).isEmpty();
    }
}
