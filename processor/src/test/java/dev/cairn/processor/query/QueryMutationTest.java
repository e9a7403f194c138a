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

/** Right methods compile, and methods with one change compile if and only if there is a reason why they may. */
class QueryMutationTest {
    private static final int METHODS = 300;
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
        for (int seed = 0; seed < METHODS; seed++) {
            QueryGrammar.GeneratedMethod right = QueryGrammar.generate(new Dice(seed));
            mutants.add(QueryMutations.unchanged(right));
            mutants.addAll(QueryMutations.of(right, new Dice(seed)));
        }
        for (Mutant mutant : mutants) {
            methods.add(
                    mutant.result().startsWith("l") ? "@Execute" : "@Query",
                    mutant.sql(),
                    mutant.result(),
                    mutant.parameters());
        }
        List<List<String>> messages = methods.messages();
        Map<String, Integer> counts = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i++) {
            Mutant mutant = mutants.get(i);
            boolean compiles = messages.get(i).isEmpty();
            counts.merge(compiles ? mutant.change() + ": " + mutant.reason() : "refused", 1, Integer::sum);
            if (compiles != (mutant.reason() != null)) {
                differences.add(mutant + "\n" + messages.get(i));
            }
        }
        System.out.println(mutants.size() + " methods");
        counts.forEach((reason, count) -> System.out.println(count + " " + reason));
        assertThat(differences).isEmpty();
    }
}
