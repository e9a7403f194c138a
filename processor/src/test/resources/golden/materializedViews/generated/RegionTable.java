// Generated from shop.Region by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.TextColumn;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `geo`.`region` (
 *   `id` int(11) NOT NULL,
 *   `name` varchar(65533) NULL
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = RegionTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class RegionTable extends ExternalDescriptor<Region> {
    public static final RegionTable REGION = new RegionTable();

    static final String DDL = """
        CREATE TABLE `geo`.`region` (
          `id` int(11) NOT NULL,
          `name` varchar(65533) NULL
        )""";

    /**
     * {@code `id` int(11) NOT NULL}
     */
    public final IntColumn<Region> id = new IntColumn<Region>(this, "id");

    /**
     * {@code `name` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<Region> name = new TextColumn.Nullable<Region>(this, "name");

    private RegionTable() {
        super(3, "", "geo", "region", DDL);
    }

    @Override
    public Region read(Row row) {
        return new Region(
                row.intAt(0),
                row.textAt(1));
    }
}
