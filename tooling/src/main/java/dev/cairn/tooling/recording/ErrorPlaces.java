package dev.cairn.tooling.recording;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.cairn.tooling.recording.DeclarationPlace.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Finds the declarations that contain the errors of a compilation, by parsing the sources with errors again. */
final class ErrorPlaces {
    private final SourcePositions positions;
    private final Map<String, CompilationUnitTree> units = new TreeMap<>();

    private ErrorPlaces(JavacTask task) throws IOException {
        this.positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            units.put(unit.getSourceFile().getName(), unit);
        }
    }

    /** Returns all errors, those of javac with their places. */
    static List<CompileError> of(
            JavaCompiler javac,
            JavaFileManager files,
            List<String> options,
            List<Diagnostic<? extends JavaFileObject>> diagnostics)
            throws IOException {
        List<Diagnostic<? extends JavaFileObject>> errors = diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
        Set<JavaFileObject> sources = new LinkedHashSet<>();
        for (Diagnostic<? extends JavaFileObject> error : errors) {
            if (error.getSource() != null && !CompileError.isByProcessor(error)) {
                sources.add(error.getSource());
            }
        }
        if (sources.isEmpty()) {
            return errors.stream().map(error -> CompileError.of(error, null)).toList();
        }
        JavacTask task = (JavacTask) javac.getTask(null, files, new DiagnosticCollector<>(), options, null, sources);
        ErrorPlaces places = new ErrorPlaces(task);
        List<CompileError> located = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> error : errors) {
            located.add(CompileError.of(error, places.place(error)));
        }
        return located;
    }

    private @Nullable DeclarationPlace place(Diagnostic<? extends JavaFileObject> error) throws IOException {
        JavaFileObject file = error.getSource();
        if (file == null || CompileError.isByProcessor(error)) {
            return null;
        }
        CompilationUnitTree unit = units.get(file.getName());
        return unit == null ? null : new UnitSearch(unit, error).place();
    }

    /** The search for one error in the source that contains it. */
    private final class UnitSearch {
        private final CompilationUnitTree unit;
        private final Diagnostic<?> error;
        private final String inPackage;

        UnitSearch(CompilationUnitTree unit, Diagnostic<?> error) {
            this.unit = unit;
            this.error = error;
            this.inPackage =
                    unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        }

        DeclarationPlace place() throws IOException {
            PackageTree ofPackage = unit.getPackage();
            if (ofPackage != null && contains(ofPackage)) {
                return place(Part.PACKAGE, "", null);
            }
            ModuleTree module = unit.getModule();
            if (module != null) {
                return place(contains(module.getAnnotations()) ? Part.MODULE : Part.OTHER, "", null);
            }
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree declared && contains(declared)) {
                    return inType(inPackage.isEmpty() ? "" : inPackage + ".", declared);
                }
            }
            return place(Part.OTHER, "", null);
        }

        private DeclarationPlace inType(String prefix, ClassTree type) throws IOException {
            String name = prefix + type.getSimpleName();
            for (Tree member : type.getMembers()) {
                if (contains(member)) {
                    if (member instanceof ClassTree nested) {
                        return inType(name + ".", nested);
                    }
                    return place(isComponent(type, member) ? Part.HEADER : Part.MEMBER, name, type);
                }
            }
            return place(Part.HEADER, name, type);
        }

        private static boolean isComponent(ClassTree type, Tree member) {
            return type.getKind() == Tree.Kind.RECORD
                    && member instanceof VariableTree field
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
        }

        private DeclarationPlace place(Part part, String type, @Nullable ClassTree declared) throws IOException {
            boolean withSchema = declared != null
                    && declared.getModifiers().getAnnotations().stream()
                            .anyMatch(annotation -> contains(annotation) && hasSchema(annotation));
            return new DeclarationPlace(
                    part,
                    inPackage,
                    type,
                    withSchema,
                    written(),
                    unit.getImports().stream()
                            .filter(imported -> !imported.isStatic())
                            .map(ImportTree::getQualifiedIdentifier)
                            .map(Tree::toString)
                            .toList());
        }

        private static boolean hasSchema(AnnotationTree annotation) {
            return annotation.getArguments().stream()
                    .anyMatch(argument -> argument instanceof AssignmentTree assignment
                            && assignment.getVariable().toString().equals("schema"));
        }

        /** Returns the text at the error; of an error in an import, which may have no text, what is imported. */
        private String written() throws IOException {
            for (ImportTree imported : unit.getImports()) {
                if (contains(imported)) {
                    return imported.getQualifiedIdentifier().toString();
                }
            }
            CharSequence text = unit.getSourceFile().getCharContent(true);
            int start = (int) error.getStartPosition();
            int end = (int) error.getEndPosition();
            return start < 0 || end < start || end > text.length()
                    ? ""
                    : text.subSequence(start, end).toString();
        }

        private boolean contains(List<? extends Tree> trees) {
            return trees.stream().anyMatch(this::contains);
        }

        private boolean contains(Tree tree) {
            long at = error.getPosition();
            return positions.getStartPosition(unit, tree) <= at && at < positions.getEndPosition(unit, tree);
        }
    }
}
