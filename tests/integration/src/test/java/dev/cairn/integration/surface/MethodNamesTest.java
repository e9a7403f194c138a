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
 * with {@code is}, {@code has} or {@code may}. A participle, an adjective, an adverb or a preposition is no such name;
 * it is allowed in the notation of an entry, whose calls read as one sentence. The remaining odd names are listed in
 * method-names.txt, which {@code -Dgolden.update=true} rewrites; the list may only become shorter.
 */
class MethodNamesTest {
    private static final Path GOLDEN_FILE =
            Path.of("src", "test", "resources", "dev", "cairn", "integration", "surface", "method-names.txt");

    private static final Pattern WORD_PATTERN = Pattern.compile("[a-z0-9]+|[A-Z][a-z0-9]*");

    /** Participles that end neither in -ed nor in -ing. */
    private static final Set<String> IRREGULAR_PARTICIPLES =
            splitWords("begun bound built chosen done drawn found given gone held hidden"
                    + " kept known left lost made meant met overridden rebuilt rewritten seen sent shown taken undone unknown unread"
                    + " withdrawn written");

    /** Words that only look like participles. */
    private static final Set<String> PARTICIPLE_LIKE_NOUNS =
            splitWords("binding ending finding findings greeting heading heed listing mapping"
                    + " meaning misspelling naming need ordering padding partitioning proceed recording rendering seed setting settings"
                    + " speed spelling string subheading substring timing warning warnings");

    private static final Set<String> OTHER_ODD_WORDS =
            splitWords("about absent again ahead alike alone among any aside at away back before"
                    + " behind beside between beyond both by different during each either else equal exact few fitting former here inside"
                    + " instead into later legal lenient like near neither newer none normal off older on once only other otherwise out"
                    + " outside over own plain possible present real same several shorter similar simple since single strict then there"
                    + " total under unlike until whole why within without worse worst");

    /**
     * Words after a participle that is not followed by its noun: {@code storedColumns} is a noun, {@code storedIn} is
     * not.
     */
    private static final Set<String> PREPOSITIONS = splitWords(
            "after as at before behind beside between beyond by for from in into of on since through to under until up"
                    + " with within without");

    private static Set<String> splitWords(String list) {
        return Set.copyOf(Arrays.asList(list.split(" ")));
    }

    @Test
    void namesOfMethodsAreVerbsNounsOrQuestions() throws IOException {
        Set<String> names = findOddNames();
        if (Boolean.getBoolean("golden.update")) {
            Files.write(GOLDEN_FILE, names);
        }
        List<String> known = Files.readAllLines(GOLDEN_FILE);
        assertThat(names).as("methods whose names are neither verbs nor nouns").isSubsetOf(known);
        assertThat(names).as("a name that was changed needs no line").containsAll(known);
    }

    private static Set<String> findOddNames() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path module : Checkout.productModules()) {
            OddNameCollector methods = new OddNameCollector(names);
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
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
        Matcher words = WORD_PATTERN.matcher(name);
        Iterator<String> wordIterator = words.results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .iterator();
        String first = wordIterator.hasNext() ? wordIterator.next() : name;
        if (!wordIterator.hasNext()) {
            return isParticiple(first) || OTHER_ODD_WORDS.contains(first);
        }
        return isParticiple(first) && PREPOSITIONS.contains(wordIterator.next());
    }

    private static boolean isParticiple(String word) {
        return IRREGULAR_PARTICIPLES.contains(word)
                || (word.length() > 4 && word.matches(".*(?:ed|ing)") && !PARTICIPLE_LIKE_NOUNS.contains(word));
    }

    private static final class OddNameCollector extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Set<String> oddNames;
        private final Deque<String> types = new ArrayDeque<>();
        private String packageName = "";

        OddNameCollector(Set<String> oddNames) {
            this.oddNames = oddNames;
        }

        void scanUnit(CompilationUnitTree unit) {
            packageName = String.valueOf(unit.getPackageName());
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
            boolean isOverride = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (!isOverride && isOdd(name)) {
                oddNames.add(packageName + "." + types.element() + "#" + name);
            }
            return super.visitMethod(method, null);
        }
    }
}
