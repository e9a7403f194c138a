package dev.cairn.sample.shop;

import static dev.cairn.annotation.access.Privilege.SELECT;
import static dev.cairn.annotation.access.Privilege.UPDATE;

import dev.cairn.annotation.access.Grant;
import dev.cairn.annotation.access.Role;

/** A role that reads what analysts read, also reads accounts, and deactivates them. */
@Role(name = "cairn_sample_office", comment = "Also reads accounts, and deactivates them", includes = Analyst.class)
@Grant(
        value = {SELECT, UPDATE},
        on = Account.class)
@Grant(
        value = SELECT,
        on = {ActiveAccount.class, Leader.class})
public interface Office {}
