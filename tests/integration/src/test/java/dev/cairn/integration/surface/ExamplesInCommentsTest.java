package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The examples in the comments of classes call only methods that exist, and use only types that exist. Each name
 * between a point and a parenthesis must be the name of a method that the product declares or calls. Each type must be
 * declared by the product, the sample or an example, imported by the product, or a part of java.lang. Text in quotes
 * and after {@code //} is ignored.
 */
class ExamplesInCommentsTest {
    private static final Pattern EXAMPLE_PATTERN = Pattern.compile("<pre>\\{@code(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern TEXT_PATTERN =
            Pattern.compile("\"\"\".*?\"\"\"|\"[^\"\n]*\"|//[^\n]*", Pattern.DOTALL);
    private static final Pattern CALL_PATTERN = Pattern.compile("\\.\\s*([a-z]\\w*)\\(");

    /** A name before a variable or a member, or after a word that a type follows. */
    private static final Pattern TYPE_PATTERN =
            Pattern.compile("\\b([A-Z]\\w*[a-z]\\w*)(?=(?:<[\\w<>?, ]*>)?(?: [a-z]\\w*\\b(?!\\)\\n)|\\.\\w|::))"
                    + "|(?:\\bnew |\\binstanceof |@)([A-Z]\\w*[a-z]\\w*)");

    private static final Pattern DECLARATION_PATTERN =
            Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)");

    /** The suffixes that generated classes add to the names of their sources. */
    private static final Pattern GENERATED_SUFFIX = Pattern.compile("(Schema|Table|Queries)$");

    /** Types of JUnit and of Spring, which the product does not import, and of the applications in the examples. */
    private static final Set<String> OTHER_TYPES =
            Set.of("Autowired", "City", "Click", "OrderService", "RegisterExtension", "SpringBootTest", "Test");

    /** Methods of AssertJ and of Testcontainers, which the product does not call. */
    private static final Set<String> LIBRARY_METHODS = Set.of("hasSize", "createConnection");

    @Test
    void examplesCallMethodsThatExist() throws IOException {
        Set<String> methods = new HashSet<>(LIBRARY_METHODS);
        Map<String, Set<String>> calledMethods = new TreeMap<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
                new MethodCollector(methods).scan(unit, null);
                Set<String> names = findNames(unit.getSourceFile().getCharContent(true), CALL_PATTERN);
                if (!names.isEmpty()) {
                    calledMethods.put(
                            Path.of(unit.getSourceFile().toUri()).getFileName().toString(), names);
                }
            }
        }
        calledMethods.values().forEach(names -> names.removeAll(methods));
        calledMethods.values().removeIf(Set::isEmpty);
        assertThat(calledMethods)
                .as("methods that examples call and that do not exist")
                .isEmpty();
    }

    @Test
    void examplesUseTypesThatExist() throws IOException {
        Set<String> types = new HashSet<>(OTHER_TYPES);
        Map<String, Set<String>> usedTypes = new TreeMap<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
                new TypeCollector(types).scan(unit, null);
                CharSequence source = unit.getSourceFile().getCharContent(true);
                types.addAll(findNames(source, DECLARATION_PATTERN));
                Set<String> names = findNames(source, TYPE_PATTERN);
                if (!names.isEmpty()) {
                    usedTypes.put(
                            Path.of(unit.getSourceFile().toUri()).getFileName().toString(), names);
                }
            }
        }
        for (CompilationUnitTree unit : Checkout.parseMainSources(Checkout.ROOT.resolve("sample"))) {
            new TypeCollector(types).scan(unit, null);
        }
        assertThat(usedTypes).as("files in which the pattern finds types").hasSizeGreaterThan(50);
        usedTypes.values().forEach(names -> names.removeIf(name -> exists(name, types)));
        usedTypes.values().removeIf(Set::isEmpty);
        assertThat(usedTypes)
                .as("types that examples use and that do not exist")
                .isEmpty();
    }

    /** Returns whether a type is known, generated from a known one, or in java.lang. */
    private static boolean exists(String name, Set<String> types) {
        return types.contains(name)
                || types.contains(GENERATED_SUFFIX.matcher(name).replaceFirst(""))
                || isInJavaLang(name);
    }

    private static boolean isInJavaLang(String name) {
        try {
            Class.forName("java.lang." + name);
            return true;
        } catch (ClassNotFoundException unknown) {
            return false;
        }
    }

    private static Set<String> findNames(CharSequence source, Pattern pattern) {
        Set<String> names = new TreeSet<>();
        Matcher examples = EXAMPLE_PATTERN.matcher(source);
        while (examples.find()) {
            Matcher name =
                    pattern.matcher(TEXT_PATTERN.matcher(examples.group(1)).replaceAll(""));
            while (name.find()) {
                names.add(name.group(1) == null ? name.group(2) : name.group(1));
            }
        }
        return names;
    }

    /** Collects the names of methods. */
    private static final class MethodCollector extends TreeScanner<Void, Void> {
        private final Set<String> names;

        MethodCollector(Set<String> names) {
            this.names = names;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            names.add(method.getName().toString());
            return super.visitMethod(method, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            if (call.getMethodSelect() instanceof MemberSelectTree member) {
                names.add(member.getIdentifier().toString());
            } else if (call.getMethodSelect() instanceof IdentifierTree name) {
                names.add(name.getName().toString());
            }
            return super.visitMethodInvocation(call, null);
        }
    }

    /** Collects the names of types that are declared or imported. */
    private static final class TypeCollector extends TreeScanner<Void, Void> {
        private final Set<String> names;

        TypeCollector(Set<String> names) {
            this.names = names;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            names.add(type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public Void visitImport(ImportTree imported, Void none) {
            names.addAll(List.of(imported.getQualifiedIdentifier().toString().split("\\.")));
            return super.visitImport(imported, null);
        }
    }
}
