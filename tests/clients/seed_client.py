"""The seed's frontend snippet with a token, by python-socketio's synchronous client.

Arguments: address, e-mail, password, transport. Prints a line of JSON per thing heard.
"""

import json
import sys
import threading

import requests
import socketio

address, email, password, transport = sys.argv[1:]


def report(event, payload=None):
    print(json.dumps({"event": event, "payload": payload}), flush=True)


answer = requests.post(
    f"{address}/api/auth/login", json={"email": email, "password": password}, timeout=20
)
answer.raise_for_status()
signed_in = answer.json()
user_id = signed_in["user"]["id"]

socket = socketio.Client()
done = threading.Event()


@socket.on("joined_meeting_room")
def joined_meeting_room(data):
    report("joined_meeting_room", data)
    socket.emit("get_meeting_notifications", {"user_id": user_id})


@socket.on("meeting_notifications")
def meeting_notifications(data):
    report("meeting_notifications", data)


@socket.on("new_meeting_notification")
def new_meeting_notification(notification, offset):
    report("new_meeting_notification", notification)
    socket.emit(
        "mark_notification_read",
        {"notification_id": notification["id"], "user_id": user_id},
    )


@socket.on("notification_marked_read")
def notification_marked_read(data, offset):
    report("notification_marked_read", data)
    done.set()


socket.connect(address, auth={"token": signed_in["token"]}, transports=[transport])
report("connected", socket.transport())
socket.emit("join_meeting_room", {"user_id": user_id, "user_type": "user"})
if not done.wait(30):
    sys.exit("notification_marked_read was not heard")
socket.disconnect()
