package dev.cairn.processor.read;

import dev.cairn.annotation.Schema;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.Places;
import dev.cairn.processor.read.annotation.RemainingRounds;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/**
 * Reads the annotated types of one round, in the order of their names, so that nothing depends on the order of files.
 *
 * <p>A type that refers to a missing type is read again in the next round, because other processors may generate types; in the
 * last round, the missing type is an error. A root and its records wait for each other, because the findings of records depend
 * on their schema.
 */
public final class AnnotatedTypeReader {
    private final CompileContext compile;
    private final Findings findings;
    private final RemainingRounds remaining;
    private final MemberReader members;
    private final RootReader roots;
    private final QueryInterfaceReader queries;
    private final RoleReader roles;
    private final ClusterObjectReader cluster;
    private final Set<String> typesToReadAgain = new LinkedHashSet<>();

    public AnnotatedTypeReader(CompileContext compile, Findings findings, RemainingRounds remaining) {
        this.compile = compile;
        this.findings = findings;
        this.remaining = remaining;
        this.members =
                new MemberReader(compile, new RecordReader(compile, findings), new DescriptorReader(compile, findings));
        this.roots = new RootReader(compile, findings, members);
        this.queries = new QueryInterfaceReader(compile, findings);
        this.roles = new RoleReader(compile, findings);
        this.cluster = new ClusterObjectReader(compile, findings);
    }

    /**
     * The result of one round.
     *
     * @param declarations the declarations that can be checked in this round
     * @param waitingDeclarations declarations whose classes can be generated in this round, but which can be checked only with a
     *     root that waits for other records
     * @param typesToReadAgain names of the types that must be read in the next round
     */
    public record Outcome(
            CompileDeclarations declarations, List<Declaration> waitingDeclarations, Set<String> typesToReadAgain) {
        public Outcome {
            waitingDeclarations = List.copyOf(waitingDeclarations);
        }
    }

    public Outcome read(Collection<TypeElement> types) {
        List<TypeElement> sorted = types.stream()
                .distinct()
                .sorted(Comparator.comparing(type -> type.getQualifiedName().toString()))
                .toList();
        List<Declaration> declarations = new ArrayList<>();
        Map<JavaName, JavaName> descriptors = new HashMap<>();
        for (TypeElement type : sorted) {
            boolean isRecord = !isRoot(type)
                    && !queries.isQueryInterface(type)
                    && !cluster.isClusterObject(type)
                    && !roles.isRole(type)
                    && !roles.checkUnnamed(type);
            if (isRecord) {
                attempt(type, () -> declarations.add(readDeclaration(type, descriptors)));
            }
        }
        List<Root> complete = new ArrayList<>();
        Set<JavaName> heldNames = new HashSet<>();
        for (TypeElement type : sorted) {
            if (isRoot(type) && !attempt(type, () -> complete.add(readRoot(type, descriptors)))) {
                heldNames.addAll(roots.findListedRecords(type));
            }
        }
        checkSharedRecords(complete);
        return createOutcome(declarations, complete, heldNames, readQueries(sorted, descriptors));
    }

    private List<QueryDeclaration> readQueries(List<TypeElement> sorted, Map<JavaName, JavaName> descriptors) {
        List<QueryDeclaration> interfaces = new ArrayList<>();
        for (TypeElement type : sorted) {
            if (queries.isQueryInterface(type)) {
                attempt(type, () -> {
                    QueryDeclaration declaration = queries.read(type);
                    claimDescriptor(declaration.type().queries(), type, descriptors);
                    interfaces.add(declaration);
                });
            }
        }
        return interfaces;
    }

    private Outcome createOutcome(
            List<Declaration> declarations,
            List<Root> complete,
            Set<JavaName> heldNames,
            List<QueryDeclaration> interfaces) {
        List<Declaration> ready = new ArrayList<>();
        List<Declaration> waiting = new ArrayList<>();
        for (Declaration declaration : declarations) {
            boolean waits = heldNames.contains(declaration.record());
            (waits ? waiting : ready).add(declaration);
            if (waits) {
                typesToReadAgain.add(declaration.record().qualifiedName());
            }
        }
        List<QueryDeclaration> readable = new ArrayList<>();
        Map<JavaName, Root> queried = new LinkedHashMap<>();
        for (QueryDeclaration queries : interfaces) {
            if (typesToReadAgain.contains(queries.root().qualifiedName())) {
                typesToReadAgain.add(queries.type().qualifiedName());
            } else {
                readable.add(queries);
                if (complete.stream().noneMatch(root -> root.type().equals(queries.root()))) {
                    readQuietly(queries).ifPresent(root -> queried.put(root.type(), root));
                }
            }
        }
        return new Outcome(
                new CompileDeclarations(ready, complete, readable, List.copyOf(queried.values())),
                waiting,
                typesToReadAgain);
    }

    /** Reads a root of another module or of an earlier round, without reporting its findings again. */
    private Optional<Root> readQuietly(QueryDeclaration queries) {
        TypeElement type = compile.elements().getTypeElement(queries.root().qualifiedName());
        Findings knownFindings = new Findings();
        MemberReader others = new MemberReader(
                compile, new RecordReader(compile, knownFindings), new DescriptorReader(compile, knownFindings));
        try {
            return Optional.of(new RootReader(compile, knownFindings, others).read(type));
        } catch (UnreadableDeclarationException failure) {
            return Optional.empty();
        }
    }

    private static boolean isRoot(TypeElement type) {
        return Annotations.of(new FindingSite(new Places(), type, null)).has(Schema.class);
    }

    /** Reads a type, and returns false if it must be read again in the next round. */
    private boolean attempt(TypeElement type, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (UnreadableDeclarationException failure) {
            if (!failure.isDeferrable()) {
                return true;
            }
            if (remaining == RemainingRounds.MORE) {
                typesToReadAgain.add(type.getQualifiedName().toString());
                return false;
            }
            if (failure.place() != null && remaining == RemainingRounds.NOTHING) {
                findings.add(FindingCode.UNRESOLVED_TYPE, failure.place(), failure.subject());
            }
            return true;
        }
    }

    private Declaration readDeclaration(TypeElement type, Map<JavaName, JavaName> descriptors) {
        Declaration declaration = members.readSource(type);
        claimDescriptor(declaration.descriptor(), type, descriptors);
        return declaration;
    }

    private Root readRoot(TypeElement type, Map<JavaName, JavaName> descriptors) {
        Root root = roots.read(type);
        claimDescriptor(root.descriptor(), type, descriptors);
        return root;
    }

    /** Reports two types with the same descriptor name, such as {@code Outer.Inner} and {@code OuterInner}. */
    private void claimDescriptor(JavaName descriptor, TypeElement type, Map<JavaName, JavaName> descriptors) {
        JavaName other = descriptors.putIfAbsent(descriptor, compile.toJavaName(type));
        if (other != null || compile.sources().contains(descriptor.qualifiedName())) {
            findings.add(
                    FindingCode.DESCRIPTOR_NAME,
                    compile.site(type, null).place(),
                    descriptor,
                    compile.toJavaName(type));
            members.exclude(type);
            throw UnreadableDeclarationException.ofReported();
        }
    }

    /** Reports records that two schemas list; this may be intended if the schemas never share a database. */
    private void checkSharedRecords(List<Root> roots) {
        Map<JavaName, Root> holders = new HashMap<>();
        for (Root root : roots) {
            for (Root.Member member : root.members()) {
                JavaName record = member.declaration().record();
                boolean kept = member.declaration().kind() != Kind.EXTERNAL;
                Root other = kept ? holders.putIfAbsent(record, root) : null;
                if (other != null && !isAllowed(root)) {
                    findings.add(FindingCode.TWO_SCHEMAS, member.place(), record, other.name());
                }
            }
        }
    }

    private static boolean isAllowed(Root root) {
        return root.allowedWarnings().stream()
                .anyMatch(allowed -> allowed.tag().equals(FindingCode.TWO_SCHEMAS.code()));
    }
}
