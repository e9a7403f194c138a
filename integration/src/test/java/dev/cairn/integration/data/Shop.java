package dev.cairn.integration.data;

import dev.cairn.annotation.Schema;

/** The schema of the rows. */
@Schema(
        name = "rows",
        value = {Everything.class, Visit.class, Visitors.class, Ticket.class})
public interface Shop {}
