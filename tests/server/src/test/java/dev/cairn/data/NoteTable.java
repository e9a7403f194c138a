package dev.cairn.data;

import dev.cairn.schema.IntColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ValueType;

/** The descriptor of {@link Note}. */
final class NoteTable extends TableDescriptor<Note> {
    static final NoteTable NOTE = new NoteTable();

    final IntColumn<Note> id = new IntColumn<>(this, "id");
    final TextColumn.Nullable<Note> text = new TextColumn.Nullable<>(this, "text");

    private NoteTable() {
        super(3, "", "note", """
                CREATE TABLE `note` (
                  `id` int(11) NOT NULL,
                  `text` varchar(65533) NULL
                )
                DUPLICATE KEY(`id`)
                DISTRIBUTED BY HASH(`id`) BUCKETS 1""");
    }

    @Override
    public Note read(Row row) {
        return new Note(row.intAt(0), row.at(1, ValueType.TEXT));
    }

    @Override
    public void write(Note value, RowSink row) {
        row.putInt(0, value.id());
        row.put(1, ValueType.TEXT, value.text());
    }
}
