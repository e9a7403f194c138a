package shop;

import dev.cairn.annotation.*;

@Schema(
        name = "shop",
        value = {Account.class, ActiveAccount.class},
        roles = {Analyst.class, Loader.class})
public interface Shop {}
