"""A server that is killed, or loses its power, while clients write at full speed; `benchmarks.crash` does it longer."""

import pytest

from benchmarks.crash import Lost, Trial

KILLS = 2


@pytest.mark.parametrize("power", [False, True], ids=["killed", "without power"])
def test_acknowledged_writes_are_there_afterwards_and_others_whole_or_not_at_all(tmp_path, power):
    met = list(Trial(tmp_path, power=power).kills(KILLS))
    assert len(met) == KILLS
    assert all(kill.under_way for kill in met)


def test_what_is_not_synced_is_lost_with_the_power_and_that_is_noticed(tmp_path):
    with pytest.raises(Lost):
        list(Trial(tmp_path, power=True, durability="relaxed").kills(KILLS))
