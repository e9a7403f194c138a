package dev.cairn.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration, or a repeatable one, which has the number 0, no predecessor and no downgrade.
 *
 * @param name the name of its type: {@code V0003AddDiscount}
 * @param number its number, from 1 and without gaps
 * @param after the hash of the previous migration; empty for the first
 * @param upgrade the statements of the upgrade, one in each text, below its markers
 * @param downgrade the statements that revert the upgrade, in the order in which they are sent
 * @param irreversible why the upgrade can't be reverted; empty if the downgrade reverts it
 * @param session the session variables of its statements, each {@code name=value}
 * @param records the {@linkplain DeclarationHash#ofRecords hash} of the records for which it was recorded; empty if unknown
 * @param checkpoint the replaced history of a checkpoint; null if it is an ordinary migration
 */
public record Migration(
        String name,
        int number,
        String after,
        List<String> upgrade,
        List<String> downgrade,
        String irreversible,
        List<String> session,
        String records,
        @Nullable Checkpoint checkpoint) {
    /**
     * The migrations that a checkpoint replaces, up to and including the one with its own number.
     *
     * @param hash the hash of the last one, for which the checkpoint vouches
     * @param release the release that still contains them, for messages; empty if it is not known
     */
    public record Checkpoint(String hash, String release) {}

    /** Creates an ordinary migration without a hash of records, as one that is written by hand. */
    public Migration(
            String name,
            int number,
            String after,
            List<String> upgrade,
            List<String> downgrade,
            String irreversible,
            List<String> session) {
        this(name, number, after, upgrade, downgrade, irreversible, session, "", null);
    }

    public Migration {
        upgrade = List.copyOf(upgrade);
        downgrade = List.copyOf(downgrade);
        session = List.copyOf(session);
    }

    /** Creates a repeatable migration. */
    public static Migration repeatable(String name, List<String> statements, List<String> session) {
        return new Migration(name, 0, "", statements, List.of(), "it is repeatable", session);
    }

    public boolean isRepeatable() {
        return number == 0;
    }

    /**
     * Returns the hash that the next migration names, or by which a change of a repeatable migration is recognized. That of
     * a checkpoint is the one of the migration that it replaces, whatever its own statements are, so that the migrations
     * after it and all ledgers stay what they were.
     */
    public String hash() {
        return checkpoint == null ? MigrationHash.of(after, upgrade) : checkpoint.hash();
    }

    public boolean isCheckpoint() {
        return checkpoint != null;
    }

    /** Returns the migration at another place of the chain, with the name for that place. */
    public Migration moved(int newNumber, String newAfter) {
        String newName = newNumber == number ? name : MigrationName.renumbered(name, newNumber);
        return new Migration(
                newName, newNumber, newAfter, upgrade, downgrade, irreversible, session, records, checkpoint);
    }

    /** Returns the migration with another hash of records. */
    public Migration recordedFor(String newRecords) {
        return new Migration(name, number, after, upgrade, downgrade, irreversible, session, newRecords, checkpoint);
    }

    /**
     * Writes the Java source of a migration. The source is generated once; from then on it is maintained by hand.
     *
     * @param inPackage the package of the source
     * @param rootPackage the package of the schema's root
     * @param root the name of the root in that package: {@code Shop}, or {@code App.Shop} if it is nested
     * @param title the title for its Javadoc
     */
    public record Source(String inPackage, String rootPackage, String root, String title, Migration migration) {
        private static final String ANNOTATION = "dev.cairn.annotation.Migration";
        private static final String INDENT = "        ";

        public String text() {
            StringBuilder source = new StringBuilder();
            if (!inPackage.isEmpty()) {
                source.append("package ").append(inPackage).append(";\n\n");
            }
            imports(source);
            source.append("/** ").append(sentence()).append(" */\n");
            source.append("@Migration(\n");
            source.append(INDENT).append("schema = ").append(writtenRoot()).append(".class,\n");
            source.append(INDENT).append("number = ").append(migration.number());
            if (!migration.after().isEmpty()) {
                text(source, "after", migration.after());
            }
            Migration.Checkpoint checkpoint = migration.checkpoint();
            if (checkpoint != null) {
                text(source, "checkpoint", checkpoint.hash());
                if (!checkpoint.release().isEmpty()) {
                    text(source, "release", checkpoint.release());
                }
            }
            if (!migration.records().isEmpty()) {
                text(source, "records", migration.records());
            }
            texts(source, "upgrade", migration.upgrade());
            texts(source, "downgrade", migration.downgrade());
            if (!migration.irreversible().isEmpty()) {
                text(source, "irreversible", migration.irreversible());
            }
            if (!migration.session().isEmpty()) {
                source.append(",\n").append(INDENT).append("session = {");
                source.append(String.join(
                        ", ", migration.session().stream().map(JavaText::string).toList()));
                source.append('}');
            }
            return source.append(")\n")
                    .append("interface ")
                    .append(migration.name())
                    .append(" {}\n")
                    .toString();
        }

        /** Writes the imports in alphabetical order; a root in the same package needs none. */
        private void imports(StringBuilder source) {
            boolean beside = rootPackage.equals(inPackage);
            List<String> needed =
                    beside || isHidden() ? List.of(ANNOTATION) : List.of(ANNOTATION, rootPackage + "." + root);
            needed.stream()
                    .sorted()
                    .forEach(name -> source.append("import ").append(name).append(";\n"));
            source.append('\n');
        }

        private String writtenRoot() {
            if (rootPackage.equals(inPackage)) {
                return isHidden() && !rootPackage.isEmpty() ? rootPackage + "." + root : root;
            }
            return isHidden() ? rootPackage + "." + root : simple(root);
        }

        /** Returns whether the imported annotation hides the root, because both have the same simple name. */
        private boolean isHidden() {
            return simple(root).equals(simple(ANNOTATION));
        }

        private static String simple(String name) {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /** Returns the title with entities for all characters that would end the comment or start a tag or an element. */
        private String sentence() {
            StringBuilder sentence = new StringBuilder();
            for (int at = 0; at < title.length(); at++) {
                char character = title.charAt(at);
                if (character == '*' || character == '@' || character == '\\' || character == '<' || character == '&') {
                    sentence.append("&#").append((int) character).append(';');
                } else {
                    sentence.append(Character.isISOControl(character) ? ' ' : character);
                }
            }
            String text = sentence.toString().strip();
            String begun = text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
            return begun.endsWith(".") ? begun : begun + ".";
        }

        private static void text(StringBuilder source, String attribute, String value) {
            source.append(",\n").append(INDENT).append(attribute).append(" = ").append(JavaText.string(value));
        }

        private static void texts(StringBuilder source, String attribute, List<String> values) {
            source.append(",\n").append(INDENT).append(attribute).append(" = {");
            source.append(String.join(
                    ", ",
                    values.stream()
                            .map(value -> JavaText.block(value, INDENT + "    "))
                            .toList()));
            source.append('}');
        }
    }
}
