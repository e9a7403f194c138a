package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A method that acts has the name of a verb, one that returns a part has a noun, and one that answers a question begins
 * with {@code is}, {@code has} or {@code may}. Names that are a participle, an adjective, an adverb or a preposition
 * are none of these; in the notation of an entry, whose calls read as one sentence, they are in place. Those that are
 * left are listed in method-names.txt, which {@code -Dgolden.update=true} rewrites; the list may only become shorter.
 */
class MethodNamesTest {
    private static final Path GOLDEN =
            Path.of("src", "test", "resources", "dev", "cairn", "integration", "surface", "method-names.txt");

    private static final Pattern WORD = Pattern.compile("[a-z0-9]+|[A-Z][a-z0-9]*");

    /** Participles that end neither in -ed nor in -ing. */
    private static final Set<String> IRREGULAR =
            words("begun bound built chosen done drawn found given gone held hidden"
                    + " kept known left lost made meant met overridden rebuilt rewritten seen sent shown taken undone unknown unread"
                    + " withdrawn written");

    /** Words that only look like participles. */
    private static final Set<String> NOUNS =
            words("binding ending finding findings greeting heading heed listing mapping"
                    + " meaning misspelling naming need ordering padding partitioning proceed recording rendering seed setting settings"
                    + " speed spelling string subheading substring timing warning warnings");

    private static final Set<String> OTHERS =
            words("about absent again ahead alike alone among any aside at away back before"
                    + " behind beside between beyond both by different during each either else equal exact few fitting former here inside"
                    + " instead into later legal lenient like near neither newer none normal off older on once only other otherwise out"
                    + " outside over own plain possible present real same several shorter similar simple since single strict then there"
                    + " total under unlike until whole why within without worse worst");

    /**
     * Words behind a participle that does not stand before its noun: {@code storedColumns} is a noun, {@code storedIn}
     * is none.
     */
    private static final Set<String> PREPOSITIONS = words(
            "after as at before behind beside between beyond by for from in into of on since through to under until up"
                    + " with within without");

    private static Set<String> words(String list) {
        return Set.copyOf(Arrays.asList(list.split(" ")));
    }

    @Test
    void namesOfMethodsAreVerbsNounsOrQuestions() throws IOException {
        Set<String> names = oddNames();
        if (Boolean.getBoolean("golden.update")) {
            Files.write(GOLDEN, names);
        }
        List<String> known = Files.readAllLines(GOLDEN);
        assertThat(names).as("methods whose names are neither verbs nor nouns").isSubsetOf(known);
        assertThat(names).as("a name that was changed needs no line").containsAll(known);
    }

    private static Set<String> oddNames() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path module : Checkout.productModules()) {
            Methods methods = new Methods(names);
            for (CompilationUnitTree unit : Checkout.parse(module)) {
                methods.scanUnit(unit);
            }
        }
        return names;
    }

    @Test
    void aParticipleAloneIsNoName() {
        assertThat(List.of("stopped", "reaching", "begun", "storedIn", "between", "aside"))
                .allMatch(MethodNamesTest::isOdd);
        assertThat(List.of("stop", "storedColumns", "isStopped", "withColumns", "findings", "of", "next"))
                .noneMatch(MethodNamesTest::isOdd);
    }

    private static boolean isOdd(String name) {
        Matcher words = WORD.matcher(name);
        Iterator<String> each = words.results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .iterator();
        String first = each.hasNext() ? each.next() : name;
        if (!each.hasNext()) {
            return isParticiple(first) || OTHERS.contains(first);
        }
        return isParticiple(first) && PREPOSITIONS.contains(each.next());
    }

    private static boolean isParticiple(String word) {
        return IRREGULAR.contains(word) || (word.length() > 4 && word.matches(".*(?:ed|ing)") && !NOUNS.contains(word));
    }

    private static final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Set<String> odd;
        private final Deque<String> types = new ArrayDeque<>();
        private String inPackage = "";

        Methods(Set<String> odd) {
            this.odd = odd;
        }

        void scanUnit(CompilationUnitTree unit) {
            inPackage = String.valueOf(unit.getPackageName());
            unit.accept(this, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            types.push(type.getSimpleName().toString());
            super.visitClass(type, null);
            types.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            String name = method.getName().toString();
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (!overrides && isOdd(name)) {
                odd.add(inPackage + "." + types.element() + "#" + name);
            }
            return super.visitMethod(method, null);
        }
    }
}
