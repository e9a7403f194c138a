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
 * An example in the comment of a class calls methods and uses types that exist: each name between a point and a
 * parenthesis is that of a method that the product declares or calls, and each type is one that the product, the sample
 * or an example declares, that the product imports, or that java.lang contains. What stands in quotes, and after
 * {@code //}, is not read.
 */
class ExamplesInCommentsTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"\"\".*?\"\"\"|\"[^\"\n]*\"|//[^\n]*", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("\\.\\s*([a-z]\\w*)\\(");

    /** A name before a variable or a member, or after a word that a type follows. */
    private static final Pattern TYPE =
            Pattern.compile("\\b([A-Z]\\w*[a-z]\\w*)(?=(?:<[\\w<>?, ]*>)?(?: [a-z]\\w*\\b(?!\\)\\n)|\\.\\w|::))"
                    + "|(?:\\bnew |\\binstanceof |@)([A-Z]\\w*[a-z]\\w*)");

    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)");

    /** What a generated class adds to the name of its source. */
    private static final Pattern GENERATED_SUFFIX = Pattern.compile("(Schema|Table|Queries)$");

    /** Types of JUnit and of Spring, which the product does not import, and of the applications in the examples. */
    private static final Set<String> OTHER_TYPES =
            Set.of("Autowired", "City", "Click", "OrderService", "RegisterExtension", "SpringBootTest", "Test");

    /** Methods of AssertJ and of Testcontainers, which the product does not call. */
    private static final Set<String> OF_LIBRARIES = Set.of("hasSize", "createConnection");

    @Test
    void examplesCallMethodsThatExist() throws IOException {
        Set<String> methods = new HashSet<>(OF_LIBRARIES);
        Map<String, Set<String>> called = new TreeMap<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parse(module)) {
                new Methods(methods).scan(unit, null);
                Set<String> names = namesIn(unit.getSourceFile().getCharContent(true), CALL);
                if (!names.isEmpty()) {
                    called.put(
                            Path.of(unit.getSourceFile().toUri()).getFileName().toString(), names);
                }
            }
        }
        called.values().forEach(names -> names.removeAll(methods));
        called.values().removeIf(Set::isEmpty);
        assertThat(called)
                .as("methods that examples call and that do not exist")
                .isEmpty();
    }

    @Test
    void examplesUseTypesThatExist() throws IOException {
        Set<String> types = new HashSet<>(OTHER_TYPES);
        Map<String, Set<String>> usedTypes = new TreeMap<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parse(module)) {
                new Types(types).scan(unit, null);
                CharSequence source = unit.getSourceFile().getCharContent(true);
                types.addAll(namesIn(source, DECLARATION));
                Set<String> names = namesIn(source, TYPE);
                if (!names.isEmpty()) {
                    usedTypes.put(
                            Path.of(unit.getSourceFile().toUri()).getFileName().toString(), names);
                }
            }
        }
        for (CompilationUnitTree unit : Checkout.parse(Checkout.ROOT.resolve("sample"))) {
            new Types(types).scan(unit, null);
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

    private static Set<String> namesIn(CharSequence source, Pattern pattern) {
        Set<String> names = new TreeSet<>();
        Matcher examples = EXAMPLE.matcher(source);
        while (examples.find()) {
            Matcher name = pattern.matcher(TEXT.matcher(examples.group(1)).replaceAll(""));
            while (name.find()) {
                names.add(name.group(1) == null ? name.group(2) : name.group(1));
            }
        }
        return names;
    }

    /** Collects the names of methods. */
    private static final class Methods extends TreeScanner<Void, Void> {
        private final Set<String> names;

        Methods(Set<String> names) {
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
    private static final class Types extends TreeScanner<Void, Void> {
        private final Set<String> names;

        Types(Set<String> names) {
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
