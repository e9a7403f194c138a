package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The types and members that applications can use. They are listed in public-surface.txt, which
 * {@code -Dgolden.update=true} rewrites.
 */
class PublicSurfaceTest {
    private static final Path GOLDEN_FILE =
            Path.of("src", "test", "resources", "dev", "cairn", "integration", "surface", "public-surface.txt");

    private static final Pattern CAIRN_TYPE_PATTERN = Pattern.compile("(dev\\.cairn(?:\\.[a-z]\\w*)*)\\.[A-Z]\\w*");

    @Test
    void thePublicSurfaceChangesOnlyOnPurpose() throws Exception {
        String surface = String.join("\n", listSurface()) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN_FILE.getParent());
            Files.writeString(GOLDEN_FILE, surface);
        }
        assertThat(surface).isEqualTo(Files.readString(GOLDEN_FILE));
    }

    @Test
    void everyTypeOfASignatureIsExported() throws Exception {
        Set<String> exported = new TreeSet<>();
        for (CairnModule module : CairnModule.all()) {
            exported.addAll(module.findExportedPackages());
        }
        List<String> hidden = new ArrayList<>();
        for (String line : listSurface()) {
            Matcher type = CAIRN_TYPE_PATTERN.matcher(line);
            while (type.find()) {
                if (!exported.contains(type.group(1))) {
                    hidden.add(type.group() + " in " + line.strip());
                }
            }
        }
        assertThat(hidden).isEmpty();
    }

    @Test
    void exportedPackagesArePromisedAndComparedWithReleases() throws IOException {
        String promise = Files.readString(Checkout.ROOT.resolve(Path.of("docs", "compatibility.md")));
        String compared = Files.readString(Checkout.ROOT.resolve("pom.xml"));
        for (CairnModule module : CairnModule.all()) {
            for (String name : module.findExportedPackages()) {
                assertThat(promise).contains("`" + name + "`");
                assertThat(compared).contains("<include>" + name + "</include>");
            }
        }
    }

    @Test
    void everyPromisedTypeAndMethodHasAComment() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (CairnModule module : CairnModule.all()) {
            List<Path> sources = new ArrayList<>();
            for (String name : module.findExportedPackages()) {
                Path inPackage = module.moduleInfo().resolveSibling(name.replace('.', '/'));
                for (String type : module.findTypes(name)) {
                    sources.add(inPackage.resolve(type.substring(name.length() + 1) + ".java"));
                }
            }
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
                CommentCheck check = new CommentCheck(DocTrees.instance(task));
                task.parse().forEach(unit -> check.scan(unit, null));
                assertThat(check.checkedCount).isPositive();
                assertThat(check.uncommentedNames).isEmpty();
            }
        }
    }

    /** Finds types and methods that are public or protected, and have no comment and no {@code @Override}. */
    private static final class CommentCheck extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final List<String> uncommentedNames = new ArrayList<>();
        private int checkedCount;

        CommentCheck(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, Void unused) {
            if (!isPromised(type.getModifiers())) {
                return null;
            }
            requireComment(type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, Void unused) {
            boolean isOverride = method.getModifiers().getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
            // The comment of a record is that of its canonical constructor.
            boolean isRecordConstructor =
                    method.getReturnType() == null && enclosingType().getKind() == Tree.Kind.RECORD;
            if (isPromised(method.getModifiers()) && !isOverride && !isRecordConstructor) {
                requireComment(enclosingType().getSimpleName() + "." + method.getName());
            }
            return null;
        }

        private boolean isPromised(ModifiersTree modifiers) {
            Set<javax.lang.model.element.Modifier> flags = modifiers.getFlags();
            if (flags.contains(javax.lang.model.element.Modifier.PRIVATE)) {
                return false;
            }
            return flags.contains(javax.lang.model.element.Modifier.PUBLIC)
                    || flags.contains(javax.lang.model.element.Modifier.PROTECTED)
                    || Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE)
                            .contains(getCurrentPath().getParentPath().getLeaf().getKind());
        }

        private ClassTree enclosingType() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private void requireComment(String name) {
            checkedCount++;
            if (trees.getDocComment(getCurrentPath()) == null) {
                uncommentedNames.add(name + " in "
                        + getCurrentPath().getCompilationUnit().getSourceFile().getName());
            }
        }
    }

    private static List<String> listSurface() throws Exception {
        List<String> lines = new ArrayList<>();
        for (CairnModule module : CairnModule.all()) {
            for (String name : module.findExportedPackages()) {
                lines.add("package " + name);
                for (String type : module.findTypes(name)) {
                    addType(Class.forName(type, false, PublicSurfaceTest.class.getClassLoader()), lines);
                }
            }
        }
        return lines;
    }

    private static void addType(Class<?> type, List<String> lines) {
        if (!isVisible(type.getModifiers())) {
            return;
        }
        String supertypes = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .filter(name -> !name.equals("java.lang.Object") && !name.equals("java.lang.Record"))
                .reduce("", (all, each) -> all + (all.isEmpty() ? " <- " : ", ") + each);
        // Java 17 does not print this modifier, later versions do.
        String declaration = type.toGenericString().replaceFirst("\\b(non-)?sealed ", "");
        lines.add("    " + (type.isSealed() ? "sealed " : "") + declaration + supertypes);
        List<String> members = new ArrayList<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            addMember(constructor, constructor.toGenericString(), members);
        }
        addMembers(type, members);
        // Classes inherit the public members of superclasses that are not public.
        for (Class<?> inherited = type.getSuperclass();
                inherited != null && !isVisible(inherited.getModifiers());
                inherited = inherited.getSuperclass()) {
            addMembers(inherited, members);
        }
        members.stream().sorted().forEach(lines::add);
        Arrays.stream(type.getDeclaredClasses())
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .forEach(nested -> addType(nested, lines));
    }

    private static void addMembers(Class<?> type, List<String> members) {
        for (Field field : type.getDeclaredFields()) {
            addMember(field, field.toGenericString(), members);
        }
        for (Method method : type.getDeclaredMethods()) {
            addMember(method, method.toGenericString(), members);
        }
    }

    private static void addMember(Member member, String text, List<String> members) {
        if (isVisible(member.getModifiers()) && !member.isSynthetic()) {
            members.add("        " + text.replace(member.getDeclaringClass().getName() + ".", ""));
        }
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
