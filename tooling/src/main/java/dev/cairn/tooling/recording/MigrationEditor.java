package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Edits the source of a moved migration: its number, the hash of its predecessor, its name and the hash of its records.
 * It replaces tokens of the source instead of rewriting it, so that the comments and the layout of the author remain.
 */
final class MigrationEditor {
    private static final Set<String> TYPE_KEYWORDS = Set.of("interface", "class", "record");

    private final String source;
    private final List<JavaTokenizer.JavaToken> tokens;
    /** The replacements, by the offsets at which they begin. */
    private final TreeMap<Integer, Replacement> replacementByStart = new TreeMap<>();

    private record Replacement(int endOffset, String text) {}

    private MigrationEditor(String source) {
        this.source = source;
        this.tokens = JavaTokenizer.tokenize(source);
    }

    /** Returns the edited source; empty if it does not contain the annotation in its usual form. */
    static Optional<String> editSource(String source, Migration oldMigration, Migration newMigration) {
        MigrationEditor editor = new MigrationEditor(source);
        return editor.editAnnotation(oldMigration, newMigration)
                ? Optional.of(editor.applyReplacements())
                : Optional.empty();
    }

    private boolean editAnnotation(Migration oldMigration, Migration newMigration) {
        for (int index = 0; index + 1 < tokens.size(); index++) {
            if (tokens.get(index).hasText("Migration")
                    && tokens.get(index + 1).hasText("(")
                    && isAnnotationOf(oldMigration.name(), index)) {
                renameType(oldMigration.name(), newMigration.name());
                return editArguments(index + 2, newMigration);
            }
        }
        return false;
    }

    /** Returns whether the annotated type has the name. */
    private boolean isAnnotationOf(String name, int annotationIndex) {
        for (int index = annotationIndex; index + 1 < tokens.size(); index++) {
            boolean isClassLiteral = index > 0 && tokens.get(index - 1).hasText("."); // Shop.class
            if (!isClassLiteral && TYPE_KEYWORDS.contains(tokens.get(index).text())) {
                return tokens.get(index + 1).hasText(name);
            }
        }
        return false;
    }

    /**
     * Edits the arguments of the annotation. Returns false if they contain no number; the replacements must not be
     * applied then.
     */
    private boolean editArguments(int firstIndex, Migration newMigration) {
        int numberEnd = -1;
        Map<String, String> remainingHashes = new LinkedHashMap<>();
        remainingHashes.put("after", newMigration.predecessorHash());
        remainingHashes.put("records", newMigration.recordsHash());
        int depth = 0;
        for (int index = firstIndex; index < tokens.size() && depth >= 0; index++) {
            JavaTokenizer.JavaToken token = tokens.get(index);
            depth += calculateDepthChange(token);
            if (depth == 0 && index + 2 < tokens.size() && tokens.get(index + 1).hasText("=")) {
                if (token.hasText("number")) {
                    numberEnd = replaceValue(index + 2, String.valueOf(newMigration.number()));
                } else if (remainingHashes.containsKey(token.text())) {
                    replaceValue(index + 2, quote(remainingHashes.remove(token.text())));
                }
            }
        }
        if (numberEnd >= 0) {
            addHashes(remainingHashes, numberEnd);
        }
        return numberEnd >= 0;
    }

    private void addHashes(Map<String, String> hashes, int offset) {
        StringBuilder addedAttributes = new StringBuilder();
        hashes.forEach((attribute, hash) -> {
            if (!hash.isEmpty()) {
                addedAttributes
                        .append(",\n        ")
                        .append(attribute)
                        .append(" = ")
                        .append(quote(hash));
            }
        });
        replacementByStart.put(offset, new Replacement(offset, addedAttributes.toString()));
    }

    private static int calculateDepthChange(JavaTokenizer.JavaToken token) {
        return switch (token.text()) {
            case "(", "{" -> 1;
            case ")", "}" -> -1;
            default -> 0;
        };
    }

    private static String quote(String hash) {
        return '"' + hash + '"';
    }

    /** Replaces the tokens up to the next comma or the end of the arguments, and returns the offset of their end. */
    private int replaceValue(int firstIndex, String text) {
        int depth = 0;
        int lastIndex = firstIndex;
        for (int index = firstIndex; index < tokens.size(); index++) {
            JavaTokenizer.JavaToken token = tokens.get(index);
            if (depth == 0 && (token.hasText(",") || token.hasText(")"))) {
                break;
            }
            depth += calculateDepthChange(token);
            lastIndex = index;
        }
        int end = tokens.get(lastIndex).endOffset();
        JavaTokenizer.JavaToken firstToken = tokens.get(firstIndex);
        boolean isUnchanged = source.substring(firstToken.startOffset(), end).equals(text);
        if (!isUnchanged) {
            replacementByStart.put(firstToken.startOffset(), new Replacement(end, text));
        }
        return end;
    }

    private void renameType(String oldName, String newName) {
        for (JavaTokenizer.JavaToken token : tokens) {
            if (!oldName.equals(newName) && token.hasText(oldName)) {
                replacementByStart.put(token.startOffset(), new Replacement(token.endOffset(), newName));
            }
        }
    }

    private String applyReplacements() {
        StringBuilder editedText = new StringBuilder(source.length() + 80);
        int copiedEnd = 0;
        for (Map.Entry<Integer, Replacement> replacementEntry : replacementByStart.entrySet()) {
            editedText
                    .append(source, copiedEnd, replacementEntry.getKey())
                    .append(replacementEntry.getValue().text());
            copiedEnd = replacementEntry.getValue().endOffset();
        }
        return editedText.append(source, copiedEnd, source.length()).toString();
    }
}
