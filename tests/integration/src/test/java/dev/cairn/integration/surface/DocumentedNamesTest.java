package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pages for users, and the messages, name only members of Cairn's public types that exist. Examples in blocks are
 * compiled by {@code DocumentedExamplesTest}.
 */
class DocumentedNamesTest {
    /** Pages about the code of Cairn, which {@code NamedClassesTest} checks. */
    private static final Set<String> OTHER_PAGES = Set.of(
            "architecture.md",
            "compatibility.md",
            "engine.md",
            "reflection.md",
            "long-tests.md",
            "chaos-runs.md",
            "releasing.md");

    private static final Pattern CODE_BLOCK_PATTERN = Pattern.compile("(?s)```.*?```");
    private static final Pattern SPAN_PATTERN = Pattern.compile("`([^`\n]+)`");

    /** A type or a variable with members, as in {@code Fault.reject(1064, "42000", "no")} or {@code db.insert(…)}. */
    private static final Pattern CHAIN_PATTERN = Pattern.compile("(?<![\\w.@-])(@?\\w+)((?:\\.\\w+(?:\\([^`]*\\))?)+)");

    private static final Pattern ANNOTATION_PATTERN = Pattern.compile("@(\\w+)\\(([^()]*)\\)");
    private static final Pattern ATTRIBUTE_PATTERN = Pattern.compile("(?:^|, )(\\w+) = ");

    /** A call without its object: the whole span, as in {@code .limit(10)}. */
    private static final Pattern CALL_PATTERN = Pattern.compile("\\.?([a-z]\\w*)\\(.*\\)(?:\\..*)?");

    /** A call in a message, whose name shows that it is Java and not SQL. */
    private static final Pattern JAVA_CALL_PATTERN = Pattern.compile("(?<![\\w.:`'\\\\])([a-z]+[A-Z]\\w*)\\(");

    /** Methods of a builder that a message advises. */
    private static final Pattern ADVISED_CALL_PATTERN =
            Pattern.compile("\\b(?:with|call|calls|by|use|pass|add|instead of|see) ([a-z]\\w+)\\(");

    private static final Map<String, String> TYPES_BY_VARIABLE = Map.of(
            "db", "Database",
            "migrator", "Migrator",
            "server", "EmbeddedStarRocks",
            "load", "StreamLoad",
            "options", "MigratorOptions",
            "refresher", "Refresher");

    /** Functions of SQL, and methods of the JDK and of other libraries. Other functions of SQL have an underscore. */
    private static final Set<String> FOREIGN_CALLS = Set.of(
            "asCompatibleSubstituteFor",
            "coalesce",
            "decimal",
            "deleteFrom",
            "fetchCount",
            "fetchOptional",
            "fetchStream",
            "getObject",
            "insertInto",
            "loadInto",
            "max",
            "rand",
            "rollback",
            "setAutoCommit",
            "setFetchSize");

    private static PublicNames names;

    @BeforeAll
    static void readNames() throws IOException {
        names = PublicNames.read();
    }

    @Test
    void pagesNameMembersThatExist() throws IOException {
        Set<String> unknown = new TreeSet<>();
        int spanCount = 0;
        for (Path page : listPages()) {
            String text = CODE_BLOCK_PATTERN.matcher(Files.readString(page)).replaceAll("");
            for (MatchResult span : SPAN_PATTERN.matcher(text).results().toList()) {
                spanCount++;
                findUnknownNames(span.group(1))
                        .forEach(each -> unknown.add(page.getFileName() + ": " + each + " in " + span.group(1)));
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(spanCount).isGreaterThan(4_000);
    }

    @Test
    void messagesNameMembersThatExist() throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
                for (String text : findTexts(unit)) {
                    String file =
                            String.valueOf(Path.of(unit.getSourceFile().toUri()).getFileName());
                    findUnknownChains(text).forEach(each -> unknown.add(file + ": " + each + " in " + text));
                    for (Pattern call : List.of(JAVA_CALL_PATTERN, ADVISED_CALL_PATTERN)) {
                        call.matcher(text)
                                .results()
                                .map(each -> each.group(1))
                                .filter(each -> isUnknownCall(each))
                                .forEach(each -> unknown.add(file + ": " + each + " in " + text));
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<Path> listPages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Checkout.ROOT.resolve("README.md"), Checkout.ROOT.resolve("llms.txt")));
        try (Stream<Path> files = Files.list(Checkout.ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !OTHER_PAGES.contains(file.getFileName().toString()))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    private static Set<String> findUnknownNames(String span) {
        Set<String> unknown = findUnknownChains(span);
        for (Matcher annotation = ANNOTATION_PATTERN.matcher(span); annotation.find(); ) {
            if (names.isAnnotation(annotation.group(1))) {
                ATTRIBUTE_PATTERN.matcher(annotation.group(2)).results().forEach(attribute -> {
                    String missing = names.findUnknownMember(annotation.group(1), "." + attribute.group(1));
                    if (missing != null) {
                        unknown.add(missing);
                    }
                });
            }
        }
        Matcher call = CALL_PATTERN.matcher(span);
        if (call.matches() && isUnknownCall(call.group(1))) {
            unknown.add(call.group(1));
        }
        return unknown;
    }

    private static boolean isUnknownCall(String name) {
        return !name.contains("_") && !names.isMember(name) && !FOREIGN_CALLS.contains(name);
    }

    private static Set<String> findUnknownChains(String text) {
        Set<String> unknown = new TreeSet<>();
        for (Matcher chain = CHAIN_PATTERN.matcher(text); chain.find(); ) {
            String start = chain.group(1);
            String type = start.startsWith("@") ? start.substring(1) : TYPES_BY_VARIABLE.getOrDefault(start, start);
            if (names.isType(type)) {
                @Nullable String missing = names.findUnknownMember(type, chain.group(2));
                if (missing != null) {
                    unknown.add(missing);
                }
            }
        }
        return unknown;
    }

    private static List<String> findTexts(CompilationUnitTree unit) {
        List<String> texts = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void none) {
                if (literal.getValue() instanceof String text) {
                    texts.add(text);
                }
                return null;
            }
        }.scan(unit, null);
        return texts;
    }
}
