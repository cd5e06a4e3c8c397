"""The seed's frontend snippet with a token, by python-socketio's asyncio client.

Arguments: address, e-mail, password, transport. Prints a line of JSON per thing heard.
"""

import asyncio
import json
import sys

import aiohttp
import socketio

address, email, password, transport = sys.argv[1:]


def report(event, payload=None):
    print(json.dumps({"event": event, "payload": payload}), flush=True)


async def sign_in():
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        body = {"email": email, "password": password}
        async with session.post(f"{address}/api/auth/login", json=body) as answer:
            return await answer.json()


async def main():
    signed_in = await sign_in()
    user_id = signed_in["user"]["id"]
    socket = socketio.AsyncClient()
    done = asyncio.Event()

    @socket.on("joined_meeting_room")
    async def joined_meeting_room(data):
        report("joined_meeting_room", data)
        await socket.emit("get_meeting_notifications", {"user_id": user_id})

    @socket.on("meeting_notifications")
    async def meeting_notifications(data):
        report("meeting_notifications", data)

    @socket.on("new_meeting_notification")
    async def new_meeting_notification(notification, offset):
        report("new_meeting_notification", notification)
        read = {"notification_id": notification["id"], "user_id": user_id}
        await socket.emit("mark_notification_read", read)

    @socket.on("notification_marked_read")
    async def notification_marked_read(data, offset):
        report("notification_marked_read", data)
        done.set()

    await socket.connect(address, auth={"token": signed_in["token"]}, transports=[transport])
    report("connected", socket.transport())
    await socket.emit("join_meeting_room", {"user_id": user_id, "user_type": "user"})
    await asyncio.wait_for(done.wait(), 30)
    await socket.disconnect()


asyncio.run(main())
