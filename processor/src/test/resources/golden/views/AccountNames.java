package shop;

import static dev.cairn.annotation.ColumnMatch.BY_POSITION;

import dev.cairn.annotation.RenamedFrom;
import dev.cairn.annotation.View;

@View(
        query = """
            SELECT name, count(*)
            FROM account
            GROUP BY name""",
        columns = BY_POSITION)
@RenamedFrom("names")
public record AccountNames(String name, @RenamedFrom("n") long often) {}
