"""The calculator: in one sentence, with buttons, with typed numbers."""

import asyncio

from tests.chat import Chat


async def test_one_sentence_is_enough(worker: Chat) -> None:
    result = await worker.say("/hitung ojol penghasilan 3 juta 2 program 1 bulan")
    assert "Rp18.150" in result.text
    assert "Rp36.300" in result.text
    assert "Maret 2027" in result.text
    assert "Rp42 juta" in result.text


async def test_what_a_sentence_leaves_open_is_asked_with_buttons(worker: Chat) -> None:
    asked = await worker.say("hitung iuran gaji 2,5jt jualan pentol")
    assert asked.buttons == ("2 program", "3 program, dengan JHT")
    await worker.tap(asked, "2 program")
    asked = await worker.message(asked.id)
    await worker.tap(asked, "1 bulan")
    result = await worker.message(asked.id)
    assert "Rp16.400" in result.text
    assert "Rp32.800" in result.text


async def test_everything_can_be_asked_for_with_buttons(worker: Chat) -> None:
    message = await worker.say("/hitung")
    for label in ("Kerja sendiri", "Bukan", "Sampai Rp1.099.000", "3 program", "1 bulan"):
        await worker.tap(message, label)
        message = await worker.message(message.id)
    assert "Rp28.400" in message.text
    assert "Rp36.800" in message.text


async def test_a_number_can_be_typed(worker: Chat) -> None:
    message = await worker.say("/hitung mandiri")
    for label in ("Kerja sendiri", "Ya, angkutan"):
        await worker.tap(message, label)
        message = await worker.message(message.id)
    await worker.tap(message, "✏️ Tulis angka lain")
    asked = await worker.say("1,5 juta")
    assert asked.buttons == ("2 program", "3 program, dengan JHT")


async def test_an_absurd_number_is_told_so_and_asked_again(worker: Chat) -> None:
    message = await worker.say("/hitung")
    for label in ("Kerja sendiri", "Bukan"):
        await worker.tap(message, label)
        message = await worker.message(message.id)
    await worker.tap(message, "✏️ Tulis angka lain")
    refused = await worker.say("5000000000000")
    assert not refused.buttons or "program" not in refused.buttons[0]
    asked = await worker.say("3jt")
    assert asked.buttons == ("2 program", "3 program, dengan JHT")


async def test_a_question_instead_of_a_number_is_answered(worker: Chat) -> None:
    message = await worker.say("/hitung")
    for label in ("Kerja sendiri", "Bukan"):
        await worker.tap(message, label)
        message = await worker.message(message.id)
    await worker.tap(message, "✏️ Tulis angka lain")
    answer = await worker.say("jam buka kantor samarinda")
    assert "08.00" in answer.text


async def test_an_employee_sees_both_shares(worker: Chat) -> None:
    message = await worker.say("hitung iuran karyawan gaji 5 juta")
    await worker.tap(message, "JHT dan JP")
    message = await worker.message(message.id)
    await worker.tap(message, "Tidak tahu")
    result = await worker.message(message.id)
    assert "Rp150.000" in result.text
    assert "Rp185.000" in result.text


async def test_a_days_earnings_are_not_taken_for_a_months(worker: Chat) -> None:
    asked = await worker.say("/hitung ojol sehari dapat 100 ribu")
    assert "sebulan" in asked.text


async def test_the_button_under_contributions_begins_a_calculation(worker: Chat) -> None:
    answer = await worker.say("berapa iuran bpu per bulan")
    await worker.tap(answer, "🧮 Hitung iuran saya")
    assert "Kerja sendiri (mandiri)" in (await worker.last()).buttons


async def test_forged_calculations_change_nothing(worker: Chat) -> None:
    message = await worker.say("/hitung")
    for data in (
        "h:zz=1",
        "h:je=raja",
        "h:ru=-5",
        "h:je=mandiri,ru=tulis",
        "h:=",
        "h:je=",
        "h:a:b",
    ):
        assert await worker.tap_raw({"message_id": message.id, "data": data})
    assert (await worker.message(message.id)).text == message.text


async def test_three_programmes_after_the_calculation(worker: Chat) -> None:
    await worker.say("hitung iuran ojol penghasilan 3 juta 2 program 1 bulan")
    await asyncio.sleep(0.3)
    result = await worker.say("kalau yang 3 program?")
    assert "Rp77.150" in result.text


async def test_a_question_goes_on_from_the_one_before(worker: Chat) -> None:
    await worker.say("jam buka kantor samarinda")
    await asyncio.sleep(0.3)
    answer = await worker.say("kalau sabtu?")
    assert "Senin" in answer.text
