package dev.cairn.processor.read;

import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.CompileContext;
import dev.cairn.processor.read.written.UnreadableDeclarationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Records by the types that schemas list: source is read, and what is no source tells of itself by its descriptor. */
final class MemberReader {
    private final CompileContext compile;
    private final RecordReader records;
    private final DescriptorReader declared;
    private final Map<TypeElement, Declaration> read = new HashMap<>();
    private final Map<TypeElement, UnreadableDeclarationException> unread = new HashMap<>();

    MemberReader(CompileContext compile, RecordReader records, DescriptorReader declared) {
        this.compile = compile;
        this.records = records;
        this.declared = declared;
    }

    /** What the annotations on a type say it describes. */
    Optional<Kind> kind(TypeElement type) {
        return ObjectDescriptionReader.kind(Annotations.of(compile.site(type, null)));
    }

    /** Throws {@link UnreadableDeclarationException} each time, but what is wrong is found once. */
    Declaration source(TypeElement type) {
        Declaration known = read.get(type);
        if (known != null) {
            return known;
        }
        UnreadableDeclarationException failure = unread.get(type);
        if (failure != null) {
            throw failure;
        }
        try {
            Declaration declaration = records.read(type);
            read.put(type, declaration);
            return declaration;
        } catch (UnreadableDeclarationException failed) {
            unread.put(type, failed);
            throw failed;
        }
    }

    Declaration of(TypeElement type, Kind kind, Place place) {
        return compile.isSource(type) ? source(type) : declared.read(type, kind, place);
    }

    /** A record that must not be generated, nor be part of a schema, though it can be read. */
    void drop(TypeElement type) {
        read.remove(type);
        unread.put(type, UnreadableDeclarationException.reported());
    }
}
