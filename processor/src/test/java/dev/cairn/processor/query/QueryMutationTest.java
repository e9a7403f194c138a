package dev.cairn.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.query.QueryMutations.Mutant;
import dev.cairn.random.Dice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests that correct methods compile, and that methods with one change compile if and only if a reason allows it. */
class QueryMutationTest {
    private static final int METHOD_COUNT = 300;
    private static final String HEADER = """
            package shop;
            import dev.cairn.annotation.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import org.jspecify.annotations.*;
            @NullMarked @Queries(Shop.class)
            """;

    @Test
    void changedMethodsCompileOnlyForAReason() throws IOException {
        String schema = Files.readString(Path.of("src/test/resources/queries/Shop.java"));
        QueryMethods methods = new QueryMethods(JavaFileObjects.forSourceString("shop.Shop", schema), HEADER);
        List<Mutant> mutants = new ArrayList<>();
        for (int seed = 0; seed < METHOD_COUNT; seed++) {
            QueryGrammar.GeneratedMethod correctMethod = QueryGrammar.generate(new Dice(seed));
            mutants.add(QueryMutations.ofUnchanged(correctMethod));
            mutants.addAll(QueryMutations.of(correctMethod, new Dice(seed)));
        }
        for (Mutant mutant : mutants) {
            methods.add(
                    mutant.result().startsWith("l") ? "@Execute" : "@Query",
                    mutant.sql(),
                    mutant.result(),
                    mutant.parameters());
        }
        List<List<String>> messages = methods.messages();
        Map<String, Integer> countsByOutcome = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i++) {
            Mutant mutant = mutants.get(i);
            boolean compiles = messages.get(i).isEmpty();
            countsByOutcome.merge(compiles ? mutant.change() + ": " + mutant.reason() : "refused", 1, Integer::sum);
            if (compiles != (mutant.reason() != null)) {
                differences.add(mutant + "\n" + messages.get(i));
            }
        }
        System.out.println(mutants.size() + " methods");
        countsByOutcome.forEach((reason, count) -> System.out.println(count + " " + reason));
        assertThat(differences).isEmpty();
    }
}
