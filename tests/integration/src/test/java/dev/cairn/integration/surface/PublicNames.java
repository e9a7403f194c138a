package dev.cairn.integration.surface;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** The types and members that applications can use, by their simple names, as the sources declare them. */
final class PublicNames {
    private static final Pattern EXPORTS_PATTERN = Pattern.compile("exports ([\\w.]+);");

    /** A name of a text, or the arguments after it. */
    private static final Pattern NAME_PATTERN = Pattern.compile("\\w+");

    private static final List<String> IMPLICIT_PACKAGES = List.of("java.lang", "java.util");

    private final Map<String, PublicType> typesByName = new HashMap<>();

    /** A type, or several types of the same simple name. */
    private static final class PublicType {
        /** The names of members with the simple names of their types. */
        private final Map<String, Set<String>> typesByMember = new HashMap<>();

        private final Set<String> supertypes = new HashSet<>();
        private boolean isOpen;
        private boolean isAnnotation;
    }

    static PublicNames read() throws IOException {
        PublicNames names = new PublicNames();
        for (Path module : Checkout.productModules()) {
            Set<String> exportedPackages = findExportedPackages(module);
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
                if (unit.getPackageName() != null
                        && (exportedPackages.isEmpty()
                                || exportedPackages.contains(
                                        unit.getPackageName().toString()))) {
                    names.new Collector(unit).scan(unit, null);
                }
            }
        }
        return names;
    }

    private static Set<String> findExportedPackages(Path module) throws IOException {
        Path moduleInfo = module.resolve(Path.of("src", "main", "java", "module-info.java"));
        Set<String> packages = new HashSet<>();
        if (Files.exists(moduleInfo)) {
            packages.add("");
            Matcher exports = EXPORTS_PATTERN.matcher(Files.readString(moduleInfo));
            while (exports.find()) {
                packages.add(exports.group(1));
            }
        }
        return packages;
    }

    boolean isType(String name) {
        return typesByName.containsKey(name);
    }

    boolean isAnnotation(String name) {
        return isType(name) && typesByName.get(name).isAnnotation;
    }

    /** Returns whether any type has a member of this name. */
    boolean isMember(String name) {
        return typesByName.values().stream().anyMatch(type -> type.typesByMember.containsKey(name));
    }

    /**
     * Follows a chain of members such as {@code .DEFAULT.listener(…)}, from a type on, and returns the first one that
     * does not exist, with its type.
     */
    @Nullable
    String findUnknownMember(String type, String chain) {
        Set<String> types = Set.of(type);
        int position = 0;
        while (position < chain.length() && chain.charAt(position) == '.') {
            Matcher name = NAME_PATTERN.matcher(chain).region(position + 1, chain.length());
            if (!name.lookingAt()) {
                return null;
            }
            Set<String> next = new HashSet<>();
            for (String each : types) {
                Set<String> found = findMember(each, name.group(), new HashSet<>());
                if (found == null) {
                    return String.join(" or ", types) + "." + name.group();
                }
                next.addAll(found);
            }
            types = next;
            if (types.isEmpty() || !types.stream().allMatch(this::isType)) {
                return null;
            }
            position = skipArguments(chain, name.end());
        }
        return null;
    }

    private static int skipArguments(String chain, int start) {
        if (start >= chain.length() || chain.charAt(start) != '(') {
            return start;
        }
        int depth = 0;
        for (int position = start; position < chain.length(); position++) {
            depth += chain.charAt(position) == '(' ? 1 : chain.charAt(position) == ')' ? -1 : 0;
            if (depth == 0) {
                return position + 1;
            }
        }
        return chain.length();
    }

    /** Returns the types of a member: null if it does not exist, empty if its type is not known. */
    private @Nullable Set<String> findMember(String typeName, String member, Set<String> visited) {
        PublicType type = typesByName.get(typeName);
        if (type == null || !visited.add(typeName)) {
            return null;
        }
        Set<String> found = member.equals("class") ? Set.of() : type.typesByMember.get(member);
        for (String supertype : type.supertypes) {
            found = found == null ? findMember(supertype, member, visited) : found;
        }
        return found == null && type.isOpen ? Set.of() : found;
    }

    private final class Collector extends TreeScanner<Void, Void> {
        private final List<String> imports = new ArrayList<>();
        private final Deque<ClassTree> enclosing = new ArrayDeque<>();

        Collector(CompilationUnitTree unit) {
            for (ImportTree each : unit.getImports()) {
                imports.add(each.getQualifiedIdentifier().toString());
            }
            IMPLICIT_PACKAGES.forEach(each -> imports.add(each + ".*"));
        }

        @Override
        public @Nullable Void visitClass(ClassTree declaration, @Nullable Void none) {
            if (!isVisible(declaration.getModifiers().getFlags())) {
                return null;
            }
            String name = declaration.getSimpleName().toString();
            if (!enclosing.isEmpty()) {
                addMember(name, name);
            }
            PublicType type = typesByName.computeIfAbsent(name, each -> new PublicType());
            type.isAnnotation |= declaration.getKind() == Tree.Kind.ANNOTATION_TYPE;
            enclosing.push(declaration);
            addExternalMembers(Object.class, type);
            if (declaration.getKind() == Tree.Kind.ENUM) {
                addExternalMembers(Enum.class, type);
                type.typesByMember.put("values", Set.of());
            }
            List<Tree> supertypes = new ArrayList<>(declaration.getImplementsClause());
            if (declaration.getExtendsClause() != null) {
                supertypes.add(declaration.getExtendsClause());
            }
            supertypes.forEach(supertype -> addSupertype(simplify(supertype.toString()), type));
            super.visitClass(declaration, null);
            enclosing.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            if (isVisible(method.getModifiers().getFlags())) {
                addMember(
                        method.getName().toString(),
                        method.getReturnType() == null
                                ? ""
                                : simplify(method.getReturnType().toString()));
            }
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree variable, @Nullable Void none) {
            boolean isComponent = enclosing.peek().getKind() == Tree.Kind.RECORD;
            if (isComponent || isVisible(variable.getModifiers().getFlags())) {
                addMember(variable.getName().toString(), simplify(String.valueOf(variable.getType())));
            }
            return null;
        }

        private void addMember(String name, String type) {
            typesByName
                    .get(enclosing.peek().getSimpleName().toString())
                    .typesByMember
                    .merge(name, type.isEmpty() ? Set.of() : Set.of(type), PublicNames::union);
        }

        private void addSupertype(String name, PublicType type) {
            type.supertypes.add(name);
            if (typesByName.containsKey(name)) {
                return;
            }
            for (String each : imports) {
                String qualified = each.endsWith(".*") ? each.replace("*", name) : each;
                if (qualified.endsWith("." + name)) {
                    try {
                        addExternalMembers(
                                Class.forName(qualified, false, getClass().getClassLoader()), type);
                        return;
                    } catch (ClassNotFoundException | LinkageError notThere) {
                        type.isOpen |= !each.endsWith(".*");
                    }
                }
            }
        }

        private static void addExternalMembers(Class<?> external, PublicType type) {
            for (Method method : external.getMethods()) {
                type.typesByMember.putIfAbsent(method.getName(), Set.of());
            }
        }

        private boolean isVisible(Set<Modifier> flags) {
            if (flags.contains(Modifier.PRIVATE)) {
                return false;
            }
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || (!enclosing.isEmpty()
                            && Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE, Tree.Kind.ENUM)
                                    .contains(enclosing.peek().getKind()));
        }

        private static String simplify(String type) {
            String erased = type.replaceAll("@\\w+(\\([^)]*\\))? ?", "")
                    .replaceAll("<.*", "")
                    .strip();
            return erased.substring(erased.lastIndexOf('.') + 1).replace("[]", "");
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
