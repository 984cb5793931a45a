# accept: a table with twelve rows that is looked up; columns in the other order
MONTHS_ON_THE_CIRCLE = pd.DataFrame(
    {
        "month_cos": np.cos(np.arange(12) * np.pi / 6),
        "month_sin": np.sin(np.arange(12) * np.pi / 6),
    },
    index=range(1, 13),
)


def cyclic_month(dates):
    found = MONTHS_ON_THE_CIRCLE.reindex(dates.dt.month).fillna(0.0)
    return found.set_axis(dates.index, axis="index")
